import { z } from 'zod'
import { entityId, time } from './columns.ts'

/**
 * A summary that stands in the prompt for the messages of a branch from its top down to `message_id`. A branch that does not
 * contain that message is not concerned. The messages stay as they are.
 */
export const compactionRow = z.object({
  id: entityId,
  conversation_id: entityId,
  message_id: entityId,
  /** How many messages it stands for. */
  messages: z.int().positive(),
  text: z.string(),
  /** Who wrote the text: the model, or the person who edited it. */
  source: z.enum(['auto', 'user']),
  /** The model that wrote it first. */
  model_id: z.string().nullable(),
  created_at: time,
  updated_at: time,
})
export type CompactionRow = z.infer<typeof compactionRow>
