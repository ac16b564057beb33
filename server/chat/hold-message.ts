import { AppError } from '../../src-shared/rpc/errors.ts'
import { giveBack, type HoldingDeps, refuseTurn } from './give-back.ts'
import { type ClaimedTurn, type HeldTurn, noteReservation } from './turns.ts'

/** One message, unless it is held still by whoever began it. Errors: `QUOTA_EXCEEDED`, and of a claim that is lost as `giveBack`. */
export async function holdMessage(deps: HoldingDeps, turn: ClaimedTurn): Promise<HeldTurn> {
  const reservation_id = await findHeld(deps, turn).catch((error: unknown) => refuseTurn(deps, turn, error))
  const held = { ...turn, reservation_id }
  try {
    if ((await noteReservation(deps, turn, reservation_id)) === 0) throw new AppError('NOT_FOUND')
  } catch (error) {
    return giveBack(deps, held, error)
  }
  return held
}

async function findHeld({ quota }: HoldingDeps, { user_id, reservation_id }: ClaimedTurn): Promise<string> {
  const isHeld = reservation_id !== null && (await quota.isHeld(reservation_id, user_id))
  return isHeld ? reservation_id : quota.hold(user_id)
}
