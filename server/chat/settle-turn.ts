import { reasonOf } from '../log.ts'
import type { ChatDeps } from './chat-deps.ts'
import { endTurn, failTurn, freeTurn, reservationOf, type TurnRow } from './turns.ts'

/** Its answer is kept: one message is counted, however often this is done. */
export async function settleTurn(deps: ChatDeps, turn: TurnRow, plan: string): Promise<void> {
  const { user_id: userId, reservation_id } = turn
  if (reservation_id !== null) await deps.quota.commit(reservation_id, { userId, plan })
  await endTurn(deps, turn)
}

/** No answer came of it. When the database is away too, what is held returns when its time is over. */
export async function giveBack(deps: ChatDeps, turn: TurnRow, cause: unknown): Promise<never> {
  await trying(deps, async () => {
    const id = await reservationOf(deps, turn)
    if (id !== undefined) await deps.quota.release(id, turn.user_id)
    await failTurn(deps, turn)
  })
  throw cause
}

/** Its answer may have been kept, or not: whoever sends the message again finds out, at once. */
export async function leaveTurn(deps: ChatDeps, turn: TurnRow, cause: unknown): Promise<never> {
  await trying(deps, () => freeTurn(deps, turn))
  throw cause
}

async function trying({ log }: ChatDeps, work: () => Promise<unknown>): Promise<void> {
  // What made the message fail is what is told; this is mended by time.
  await work().catch((error: unknown) => log.warn({ reason: reasonOf(error) }, 'a message is held that has no answer'))
}
