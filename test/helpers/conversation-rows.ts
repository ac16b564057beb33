import { randomUUIDv7 } from 'node:crypto'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { blankMessage, type MessageRow } from '../../src-shared/rows/message.ts'

export const newId = (): string => randomUUIDv7()

export const conversationWith = (fields: Partial<ConversationRow> = {}): ConversationRow => ({
  id: newId(),
  title: 'Boat trip',
  title_source: 'auto',
  folder_id: null,
  selected_leaf_id: null,
  model_id: null,
  persona_id: null,
  collection_ids: [],
  pinned: false,
  archived: false,
  local_only: false,
  created_at: 1,
  updated_at: 1,
  deleted_at: null,
  ...fields,
})

export const messageWith = (fields: Partial<MessageRow> & Pick<MessageRow, 'conversation_id'>): MessageRow => ({
  ...blankMessage,
  id: newId(),
  parent_id: null,
  role: 'user',
  text: 'When does the ferry leave?',
  status: 'complete',
  created_at: 1,
  updated_at: 1,
  ...fields,
})
