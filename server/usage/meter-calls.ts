import type { Meter } from '../http/metering.ts'
import { commitReservation, releaseReservation, reserve } from './reservations.ts'
import type { UsageDeps } from './usage-deps.ts'

const one = { resource_type: 'api_calls', quantity: 1 } as const

/** Against the quota of calls. What fails is not counted. */
export const meterCalls =
  (deps: UsageDeps): Meter =>
  async ({ userId, plan }, work) => {
    const { reservation_id: id } = await reserve(deps, userId, one)
    try {
      const result = await work()
      await commitReservation(deps, id, { userId, plan, quantity: 1 })
      return result
    } catch (error) {
      // If this fails too, the unit returns by itself.
      await releaseReservation(deps, id, userId).catch(() => undefined)
      throw error
    }
  }
