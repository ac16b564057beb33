import { AppError } from '../../src-shared/rpc/errors.ts'
import type { MessageKey, NewHistoryMessage } from '../stores/history-store.ts'
import type { ChatDeps } from './chat-deps.ts'
import { type ClaimedTurn, inProgress, standingOf } from './turns.ts'

/**
 * Added by whoever has the claim only, and taken back where the conversation or the account was deleted meanwhile: no text comes after
 * its erasure, also when it is in doubt whether it was added. Errors: `STORE_UNAVAILABLE`, as `refuseLost`.
 */
export async function addText(deps: ChatDeps, turn: ClaimedTurn, text: NewHistoryMessage): Promise<void> {
  await refuseLost(deps, turn)
  try {
    await deps.history.add(text)
  } finally {
    await refuseLost(deps, turn, text)
  }
}

/**
 * Errors: `NOT_FOUND` when it was deleted, and `UNAUTHENTICATED` with its account, then nothing is left of it; `MESSAGE_IN_PROGRESS` when
 * another has taken it over.
 */
export async function refuseLost(deps: ChatDeps, turn: ClaimedTurn, added?: MessageKey): Promise<void> {
  const standing = await standingOf(deps, turn)
  if (standing === 'taken') throw inProgress()
  if (standing === 'held') return
  if (added !== undefined) await takeBack(deps, added)
  if (turn.reservation_id !== null) await deps.quota.release(turn.reservation_id, turn.user_id)
  throw new AppError('NOT_FOUND')
}

async function takeBack({ history, conversations }: ChatDeps, added: MessageKey): Promise<void> {
  await history.deleteMessage(added)
  const { messages } = await history.readSession(added, { limit: 1 })
  // It may go on already, with what was sent after it was deleted.
  if (messages.length === 0) await conversations.delete(added)
}
