import type { ChatDeps } from './chat-deps.ts'
import { countTurn, type TurnToCount } from './count-turn.ts'
import { trying } from './give-back.ts'
import { refuseLost } from './refuse-lost.ts'
import { type ClaimedTurn, endTurn, freeTurn } from './turns.ts'

/** Its answer is kept: one message is counted and listed, however often this is done. Errors: `STORE_UNAVAILABLE`, as `refuseLost`. */
export async function settleTurn(deps: ChatDeps, counted: TurnToCount): Promise<void> {
  const { turn, plan, answer } = counted
  const { user_id: userId, reservation_id } = turn
  if (reservation_id !== null) await deps.quota.commit(reservation_id, { userId, plan })
  await countTurn(deps, counted)
  if ((await endTurn(deps, turn)) === 0) await refuseLost(deps, turn, answer)
}

/** Its answer may have been kept, or not: whoever sends the message again finds out, at once. */
export async function leaveTurn(deps: ChatDeps, turn: ClaimedTurn, cause: unknown): Promise<never> {
  await trying(deps, () => freeTurn(deps, turn))
  throw cause
}
