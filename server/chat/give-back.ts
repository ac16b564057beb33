import { AppError } from '../../src-shared/rpc/errors.ts'
import { reasonOf } from '../log.ts'
import type { ChatDeps } from './chat-deps.ts'
import { questionPlace } from './chat-rows.ts'
import { type ClaimedTurn, failTurn, freeTurn, type HeldTurn, inProgress, reservationOf, standingOf } from './turns.ts'

export type HoldingDeps = Pick<ChatDeps, 'store' | 'history' | 'quota' | 'log'>

/** Nothing more is held for it. What whoever began it may have held stays noted: sent again, it is not held twice. */
export async function refuseTurn(deps: HoldingDeps, turn: ClaimedTurn, cause: unknown): Promise<never> {
  await trying(deps, () => (turn.reservation_id === null ? failTurn(deps, turn) : freeTurn(deps, turn)))
  throw cause
}

/**
 * No answer came of it, and it is as if it had never been asked. When the databases are away too, what is held returns when its time is
 * over. Errors: the cause; of a claim that is lost `NOT_FOUND` or `MESSAGE_IN_PROGRESS`.
 */
export async function giveBack(deps: HoldingDeps, turn: HeldTurn, cause: unknown): Promise<never> {
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
async function release(deps: HoldingDeps, turn: HeldTurn): Promise<void> {
  if ((await reservationOf(deps, turn)) !== turn.reservation_id) await deps.quota.release(turn.reservation_id, turn.user_id)
}

/** What made the message fail is what is told; this is mended by time. */
export async function trying<T>({ log }: Pick<ChatDeps, 'log'>, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'a message is held that has no answer')
    return undefined
  }
}
