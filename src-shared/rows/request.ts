import { z } from 'zod'
import { time } from './columns.ts'

/** Why a request leaves the machine. */
export const requestReason = z.enum(['updates.look', 'updates.download', 'models.describe', 'models.download', 'central.ask'])
export type RequestReason = z.infer<typeof requestReason>

/** One outgoing request: when, where to, why. Never a query, a header or a body, where secrets live. */
export const requestRow = z.object({
  id: z.int(),
  at: time,
  method: z.string(),
  host: z.string(),
  path: z.string(),
  /** One of `requestReason`, or the words that an earlier version wrote down. */
  reason: z.string(),
  /** What it was about, such as a model's name; may be empty. */
  subject: z.string(),
  /** `running`, an HTTP status, `offline`, `refused`, `unreachable`, `aborted`, or `cut_off` when the app ended during it. */
  outcome: z.string(),
  /** Heads included, about. */
  sent_bytes: z.int(),
  received_bytes: z.int(),
})
export type RequestRow = z.infer<typeof requestRow>
