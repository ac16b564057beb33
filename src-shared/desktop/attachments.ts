import { z } from 'zod'
import { attachmentRow } from '../rows/attachment.ts'
import { entityId } from '../rows/columns.ts'
import { call } from '../rpc/contract.ts'

const owner = attachmentRow.shape.owner

/** Files that one chat answers from and no other: not listed with the documents of the knowledge, gone with the chat. */
export const attachments = {
  /** Of this chat, oldest first: those that wait in the composer, and those that were sent. */
  list: call(z.object({ owner }), z.array(attachmentRow)),
  /** Kept until it is read; progress is its row in the change feed. What is attached already, by name and content, is answered as it is. */
  add: call(z.object({ id: entityId, owner, name: z.string().min(1).max(255), bytes: z.instanceof(Uint8Array) }), attachmentRow),
  /** The kept text of one, to put it into the question instead. */
  text: call(z.object({ id: entityId }), z.string()),
  /** Reads one again that could not be read. */
  retry: call(z.object({ id: entityId }), attachmentRow),
  remove: call(z.object({ id: entityId }), z.void()),
}
