import type { ConversationExport } from '../../src-shared/desktop/conversations.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { parentsFirst } from './conversation-export.ts'
import { type ImportOptions, importConversation } from './conversation-import.ts'
import { findConversation } from './conversations.ts'
import { insertMessage } from './messages.ts'

export interface MergeResult {
  readonly outcome: 'added' | 'completed' | 'known'
  /** That came in. */
  readonly messages: number
}

/**
 * Adds an exported conversation, or, where it is here already, the messages that it lacks. What was erased or lies in the trash
 * here stays so. Errors: `damagedExport`; then nothing was added.
 */
export function mergeConversation(tx: WriteDb, exported: ConversationExport, options: ImportOptions): MergeResult {
  const known = findConversation(tx, exported.conversation.id)
  if (!known) {
    importConversation(tx, exported, options)
    return { outcome: 'added', messages: exported.messages.length }
  }
  if (known.deleted_at !== null) return { outcome: 'known', messages: 0 }
  let messages = 0
  for (const message of parentsFirst(exported.messages)) {
    const isMissing = !isMessage(tx, message.id) && (message.parent_id === null || isMessage(tx, message.parent_id))
    if (!isMissing || message.conversation_id !== known.id) continue
    insertMessage(tx, { ...message, status: message.status === 'writing' ? 'interrupted' : message.status, deleted_at: null })
    messages++
  }
  return { outcome: messages > 0 ? 'completed' : 'known', messages }
}

const isMessage = (db: ReadDb, id: string): boolean => db.prepare('SELECT 1 FROM messages WHERE id = ?').get(id) !== undefined
