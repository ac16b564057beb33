import { z } from 'zod'
import { time } from './columns.ts'

/** One outgoing request: when, where to, why. Never a query, a header or a body, where secrets live. */
export const requestRow = z.object({
  id: z.int(),
  at: time,
  method: z.string(),
  host: z.string(),
  path: z.string(),
  /** Why, as the app says it. */
  reason: z.string(),
  /** `running`, an HTTP status, `offline`, `refused`, `unreachable`, `aborted`, or `cut_off` when the app ended during it. */
  outcome: z.string(),
  /** Heads included, about. */
  sent_bytes: z.int(),
  received_bytes: z.int(),
})
export type RequestRow = z.infer<typeof requestRow>
