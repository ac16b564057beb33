import { z } from 'zod'
import { entityId, time } from './columns.ts'

/** One metered act, written in the transaction of the message it counts. Fields as billing needs them, hash chain included. */
export const usageRow = z.object({
  useq: z.int().positive(),
  usage_id: entityId,
  meter: z.enum(['messages', 'api_calls', 'background_tasks']),
  quantity: z.int(),
  model_id: z.string().nullable(),
  started_at: time,
  ended_at: time.nullable(),
  /** Monotonic milliseconds since the core started: orders records when the wall clock jumped. */
  mono_ms: z.number(),
  lease_id: z.string().nullable(),
  conversation_id: entityId.nullable(),
  message_id: entityId.nullable(),
  prev_hash: z.string(),
  hash: z.string(),
})
export type UsageRow = z.infer<typeof usageRow>
