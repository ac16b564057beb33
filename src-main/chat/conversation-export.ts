import type { ConversationExport } from '../../src-shared/desktop/conversations.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import type { ReadDb } from '../db/database.ts'
import { listCompactions } from './compactions.ts'
import { knownConversation } from './conversations.ts'
import { allMessages } from './messages.ts'
import { tagsOf } from './tags.ts'

/** One conversation whole: every branch that was not removed. */
export function exportConversation(db: ReadDb, id: string): ConversationExport {
  const messages = parentsFirst(allMessages(db, id))
  const exported = new Set(messages.map((message) => message.id))
  return {
    format: 'hearth.conversation',
    version: 1,
    conversation: knownConversation(db, id),
    messages,
    tags: tagsOf(db, id).map(({ name }) => name),
    compactions: listCompactions(db, id).filter(({ message_id }) => exported.has(message_id)),
  }
}

/** The messages that hang together from a root on; what does not (a circle, a missing parent) is left out. */
export function parentsFirst(messages: readonly MessageRow[]): MessageRow[] {
  const children = Map.groupBy(messages, ({ parent_id }) => parent_id)
  const ordered = [...(children.get(null) ?? [])]
  for (const message of ordered) ordered.push(...(children.get(message.id) ?? []))
  return ordered
}
