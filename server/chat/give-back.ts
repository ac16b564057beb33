import { AppError } from '../../src-shared/rpc/errors.ts'
import { reasonOf } from '../log.ts'
import type { ChatDeps } from './chat-deps.ts'
import { questionPlace } from './chat-rows.ts'
import { type ClaimedTurn, failTurn, type HeldTurn, inProgress, reservationOf, standingOf } from './turns.ts'

/** Nothing is held for it yet. */
export async function refuseTurn(deps: ChatDeps, turn: ClaimedTurn, cause: unknown): Promise<never> {
  await trying(deps, () => failTurn(deps, turn))
  throw cause
}

/**
 * No answer came of it, and it is as if it had never been asked. When the databases are away too, what is held returns when its time is
 * over. Errors: the cause; of a claim that is lost `NOT_FOUND` or `MESSAGE_IN_PROGRESS`.
 */
export async function giveBack(deps: ChatDeps, turn: HeldTurn, cause: unknown): Promise<never> {
  const standing = await trying(deps, () => standingOf(deps, turn))
  if (standing === undefined) throw cause
  if (standing === 'held') {
    await trying(deps, () => deps.history.deleteMessage(questionPlace(turn)))
    await trying(deps, () => failTurn(deps, turn))
  }
  await trying(deps, () => release(deps, turn))
  if (standing === 'gone') throw new AppError('NOT_FOUND', undefined, { cause })
  throw standing === 'taken' ? inProgress() : cause
}

/** Unless whoever has taken the message over goes on with it. */
async function release(deps: ChatDeps, turn: HeldTurn): Promise<void> {
  if ((await reservationOf(deps, turn)) !== turn.reservation_id) await deps.quota.release(turn.reservation_id, turn.user_id)
}

/** What made the message fail is what is told; this is mended by time. */
export async function trying<T>({ log }: ChatDeps, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'a message is held that has no answer')
    return undefined
  }
}
