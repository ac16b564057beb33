import type { z } from 'zod'
import { entityId } from './columns.ts'
import { draftRow } from './conversation.ts'
import { documentRow } from './knowledge.ts'

/** A document that only one chat answers from. */
export const attachmentRow = documentRow.extend({
  /** The conversation's id, or `new` for the chat that does not exist yet. */
  owner: draftRow.shape.id,
  /** The question it was sent with; null while it waits in the composer. */
  message_id: entityId.nullable(),
})
export type AttachmentRow = z.infer<typeof attachmentRow>
