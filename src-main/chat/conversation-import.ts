import { type ConversationExport, conversationError } from '../../src-shared/desktop/conversations.ts'
import type { CompactionRow } from '../../src-shared/rows/compaction.ts'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { putCompaction } from './compactions.ts'
import { parentsFirst } from './conversation-export.ts'
import { changeConversation, insertConversation, isPersona } from './conversations.ts'
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
 * overwritten. What it referred to on another machine (folder, collections, persona) is let go unless it is here too.
 * Errors: `damagedExport` with the reason; then nothing was added.
 */
export function importConversation(tx: WriteDb, exported: ConversationExport, { newId, at }: ImportOptions): ConversationRow {
  const messages = wholeTree(exported)
  const rename = renaming(tx, exported, newId)
  const id = rename(exported.conversation.id)
  insertConversation(tx, { ...fitted(tx, exported.conversation), id, selected_leaf_id: null, deleted_at: null })
  for (const message of messages) insertMessage(tx, importedMessage(message, rename))
  for (const compaction of exported.compactions) putCompaction(tx, importedCompaction(compaction, rename))
  assignTags(tx, { conversationId: id, tagIds: exported.tags.map((name) => tagId(tx, name, { newId, at })), at })
  const selected = exported.conversation.selected_leaf_id
  const isThere = selected !== null && messages.some((message) => message.id === selected)
  const leaf = isThere ? rename(selected) : (newestLeafBelow(tx, id, null) ?? null)
  return changeConversation(tx, id, { selected_leaf_id: leaf })
}

function wholeTree({ conversation, messages, compactions }: ConversationExport): MessageRow[] {
  const ids = new Set(messages.map(({ id }) => id))
  if (ids.size < messages.length) throw damaged('two messages have the same id')
  if (messages.some((message) => message.conversation_id !== conversation.id))
    throw damaged('a message belongs to another conversation')
  if (messages.some(({ parent_id }) => parent_id !== null && !ids.has(parent_id)))
    throw damaged('the message above another is missing')
  if (compactions.some((each) => each.conversation_id !== conversation.id || !ids.has(each.message_id)))
    throw damaged('a summary stands for messages that are missing')
  const ordered = parentsFirst(messages)
  if (ordered.length < messages.length) throw damaged('messages follow each other in a circle')
  return ordered
}

const damaged = (reason: string): AppError => new AppError(conversationError.damagedExport, { reason })

function renaming(db: ReadDb, exported: ConversationExport, newId: () => string): (id: string) => string {
  const { conversation, messages, compactions } = exported
  const isIn = (table: string, { id }: { readonly id: string }): boolean =>
    db.prepare(`SELECT 1 FROM ${table} WHERE id = ?`).get(id) !== undefined
  const isTaken =
    isIn('conversations', conversation) ||
    messages.some((message) => isIn('messages', message)) ||
    compactions.some((compaction) => isIn('compactions', compaction))
  if (!isTaken) return (id) => id
  const names = new Map([conversation, ...messages, ...compactions].map(({ id }) => [id, newId()]))
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

const importedCompaction = (compaction: CompactionRow, rename: (id: string) => string): CompactionRow => ({
  ...compaction,
  id: rename(compaction.id),
  conversation_id: rename(compaction.conversation_id),
  message_id: rename(compaction.message_id),
})

function fitted(db: ReadDb, conversation: ConversationRow): ConversationRow {
  const isFolder = db.prepare('SELECT 1 FROM folders WHERE id = ?').get(conversation.folder_id) !== undefined
  const isCollection = (id: string): boolean => db.prepare('SELECT 1 FROM collections WHERE id = ?').get(id) !== undefined
  return {
    ...conversation,
    folder_id: isFolder ? conversation.folder_id : null,
    persona_id: conversation.persona_id !== null && isPersona(db, conversation.persona_id) ? conversation.persona_id : null,
    collection_ids: conversation.collection_ids.filter(isCollection),
  }
}

function tagId(tx: WriteDb, name: string, { newId, at }: ImportOptions): string {
  const trimmed = name.trim().slice(0, 40)
  if (trimmed === '') throw damaged('a tag has no name')
  return (tagNamed(tx, trimmed) ?? insertTag(tx, { id: newId(), name: trimmed, updated_at: at })).id
}
