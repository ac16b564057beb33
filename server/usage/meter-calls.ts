import type { Meter } from '../http/metering.ts'
import { isUnavailable } from '../stores/pulse.ts'
import { commitReservation, releaseReservation, reserve } from './reservations.ts'
import type { UsageDeps } from './usage-deps.ts'

const one = { resource_type: 'api_calls', quantity: 1 } as const

/** Against the quota of calls. What fails is not counted; what was done is told also where it cannot be counted. */
export const meterCalls =
  (deps: UsageDeps): Meter =>
  async ({ userId, plan }, work) => {
    const { reservation_id: id } = await reserve(deps, userId, one)
    const result = await work().catch(async (cause: unknown) => {
      // If this fails too, the unit returns by itself.
      await releaseReservation(deps, id, userId).catch(() => undefined)
      throw cause
    })
    await commitReservation(deps, id, { userId, plan, quantity: 1 }).catch(passOverAway)
    return result
  }

/** Whoever heard that it failed would do it a second time. */
function passOverAway(error: unknown): void {
  if (!isUnavailable(error)) throw error
}
