import { type ConversationExport, conversationError } from '../../src-shared/desktop/conversations.ts'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { parentsFirst } from './conversation-export.ts'
import { changeConversation, insertConversation } from './conversations.ts'
import { newestLeafBelow } from './message-tree.ts'
import { insertMessage } from './messages.ts'
import { assignTags, insertTag, tagNamed } from './tags.ts'

export interface ImportOptions {
  /** UUIDv7. */
  readonly newId: () => string
  readonly at: number
}

/**
 * Adds an exported conversation. An id that is taken here brings new ids for all of it, the same tree; nothing is ever
 * overwritten. What it referred to on another machine (folder, collections) is let go unless it is here too.
 * Errors: `damagedExport` with the reason; then nothing was added.
 */
export function importConversation(tx: WriteDb, exported: ConversationExport, { newId, at }: ImportOptions): ConversationRow {
  const messages = wholeTree(exported)
  const rename = renaming(tx, exported, newId)
  const id = rename(exported.conversation.id)
  insertConversation(tx, { ...fitted(tx, exported.conversation), id, selected_leaf_id: null, deleted_at: null })
  for (const message of messages) insertMessage(tx, importedMessage(message, rename))
  assignTags(tx, { conversationId: id, tagIds: exported.tags.map((name) => tagId(tx, name, { newId, at })), at })
  const selected = exported.conversation.selected_leaf_id
  const isThere = selected !== null && messages.some((message) => message.id === selected)
  const leaf = isThere ? rename(selected) : (newestLeafBelow(tx, id, null) ?? null)
  return changeConversation(tx, id, { selected_leaf_id: leaf })
}

function wholeTree({ conversation, messages }: ConversationExport): MessageRow[] {
  const ids = new Set(messages.map(({ id }) => id))
  if (ids.size < messages.length) throw damaged('two messages have the same id')
  if (messages.some((message) => message.conversation_id !== conversation.id))
    throw damaged('a message belongs to another conversation')
  if (messages.some(({ parent_id }) => parent_id !== null && !ids.has(parent_id)))
    throw damaged('the message above another is missing')
  const ordered = parentsFirst(messages)
  if (ordered.length < messages.length) throw damaged('messages follow each other in a circle')
  return ordered
}

const damaged = (reason: string): AppError => new AppError(conversationError.damagedExport, { reason })

function renaming(db: ReadDb, { conversation, messages }: ConversationExport, newId: () => string): (id: string) => string {
  const isTaken =
    db.prepare('SELECT 1 FROM conversations WHERE id = ?').get(conversation.id) !== undefined ||
    messages.some(({ id }) => db.prepare('SELECT 1 FROM messages WHERE id = ?').get(id) !== undefined)
  if (!isTaken) return (id) => id
  const names = new Map([conversation.id, ...messages.map(({ id }) => id)].map((id) => [id, newId()]))
  return (id) => names.get(id) ?? id
}

const importedMessage = (message: MessageRow, rename: (id: string) => string): MessageRow => ({
  ...message,
  id: rename(message.id),
  conversation_id: rename(message.conversation_id),
  parent_id: message.parent_id === null ? null : rename(message.parent_id),
  // Nobody is writing it here.
  status: message.status === 'writing' ? 'interrupted' : message.status,
  deleted_at: null,
})

function fitted(db: ReadDb, conversation: ConversationRow): ConversationRow {
  const isFolder = db.prepare('SELECT 1 FROM folders WHERE id = ?').get(conversation.folder_id) !== undefined
  const isCollection = (id: string): boolean => db.prepare('SELECT 1 FROM collections WHERE id = ?').get(id) !== undefined
  return {
    ...conversation,
    folder_id: isFolder ? conversation.folder_id : null,
    collection_ids: conversation.collection_ids.filter(isCollection),
  }
}

function tagId(tx: WriteDb, name: string, { newId, at }: ImportOptions): string {
  const trimmed = name.trim().slice(0, 40)
  if (trimmed === '') throw damaged('a tag has no name')
  return (tagNamed(tx, trimmed) ?? insertTag(tx, { id: newId(), name: trimmed, updated_at: at })).id
}
