import { z } from 'zod'
import { resourceType } from './billing.ts'
import { idInAnyCase } from './id-in-any-case.ts'
import { moment } from './moment.ts'

/** One use, named by who saw it: the same `usage_id` twice is one use. Never negative: what was used cannot be handed back. */
export const usageRecord = z
  .strictObject({
    usage_id: idInAnyCase,
    resource_type: resourceType,
    quantity: z.int().min(1).max(1000),
    occurred_at: moment,
  })
  .meta({ id: 'UsageRecord' })
export type UsageRecord = z.infer<typeof usageRecord>

export const usageBody = z.strictObject({ records: z.array(usageRecord).min(1).max(100) })
export const usageTaken = z.object({ accepted: z.int(), duplicates: z.int() })

export const reserveBody = z.strictObject({ resource_type: resourceType, quantity: z.int().min(1).max(1000) })
export const reservation = z
  .object({ reservation_id: z.uuid(), resource_type: resourceType, quantity: z.int(), expires_at: z.iso.datetime() })
  .meta({ id: 'Reservation' })
export type Reservation = z.infer<typeof reservation>

export const reservationParams = z.strictObject({ reservation_id: idInAnyCase })
/** What was really used; the rest of the reservation returns. */
export const commitBody = z.strictObject({ quantity: z.int().min(0).max(1000) })
