import type { ConversationExport } from '../../../src-shared/desktop/conversations.ts'
import type { LeftOut } from '../../../src-shared/desktop/transfer.ts'
import { blankMessage, type MessageRow } from '../../../src-shared/rows/message.ts'
import { type ImportedItem, nothingLeftOut } from '../imported-item.ts'
import { type ChatGptConversation, chatGptConversation } from './chatgpt-format.ts'
import { importedId } from './imported-id.ts'
import { added, messageTree, type TreeMessage } from './message-tree.ts'

/** An array of chats, one of them, or an object with such an array. */
export const isChatGpt = (value: unknown): boolean => {
  const chats = chatsOf(value)
  return chats.length > 0 ? chats.some(hasMapping) : Array.isArray(value)
}

function chatsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (hasMapping(value)) return [value]
  const isHolder = typeof value === 'object' && value !== null && 'conversations' in value && Array.isArray(value.conversations)
  return isHolder && Array.isArray(value.conversations) ? value.conversations : []
}

const hasMapping = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'mapping' in value && typeof value.mapping === 'object'

export function* importChatGpt(files: readonly unknown[]): Generator<ImportedItem> {
  const chats = files.flatMap(chatsOf)
  yield { kind: 'start', source: 'chatgpt', total: chats.length }
  for (const chat of chats) {
    const read = chatGptConversation.safeParse(chat)
    yield read.success ? itemOf(read.data) : { kind: 'skipped', title: '', reason: 'damaged' }
  }
}

function itemOf(chat: ChatGptConversation): ImportedItem {
  const { messages, selected } = messageTree(chat)
  const title = (chat.title ?? '').trim().slice(0, 200)
  if (messages.length === 0) return { kind: 'skipped', title, reason: 'no_messages' }
  const key = chat.conversation_id ?? chat.id ?? `${chat.create_time} ${title}`
  const created = milliseconds(chat.create_time) ?? messages.find(({ at }) => at !== null)?.at ?? 0
  const idOf = (nodeId: string): string => importedId(`${key} ${nodeId}`, created)
  const conversationId = importedId(key, created)
  const exported: ConversationExport = {
    format: 'hearth.conversation',
    version: 1,
    conversation: {
      id: conversationId,
      title: title === '' ? 'ChatGPT' : title,
      title_source: 'user',
      folder_id: null,
      selected_leaf_id: selected === null ? null : idOf(selected),
      model_id: null,
      persona_id: null,
      collection_ids: [],
      pinned: chat.is_starred ?? false,
      archived: chat.is_archived ?? false,
      local_only: false,
      created_at: created,
      updated_at: milliseconds(chat.update_time) ?? created,
      deleted_at: null,
    },
    messages: rowsOf(messages, { conversationId, created, idOf }),
    tags: [],
    compactions: [],
  }
  const leftOut = messages.reduce<LeftOut>((sum, message) => added(sum, message.leftOut), nothingLeftOut)
  return { kind: 'chat', chat: exported, leftOut }
}

interface Ids {
  readonly conversationId: string
  readonly created: number
  readonly idOf: (nodeId: string) => string
}

/** A message without a time gets that of the one above it: siblings keep their order by it. */
function rowsOf(messages: readonly TreeMessage[], { conversationId, created, idOf }: Ids): MessageRow[] {
  const times = new Map<string, number>()
  return messages.map(({ nodeId, parentId, role, text, thought, at }) => {
    const time = at ?? (parentId === null ? created : (times.get(parentId) ?? created)) + 1
    times.set(nodeId, time)
    return {
      ...blankMessage,
      id: idOf(nodeId),
      conversation_id: conversationId,
      parent_id: parentId === null ? null : idOf(parentId),
      role,
      text,
      thought: thought === '' ? null : thought,
      status: 'complete' as const,
      created_at: time,
      updated_at: time,
    }
  })
}

const milliseconds = (seconds: number | null | undefined): number | undefined =>
  seconds ? Math.max(0, Math.round(seconds * 1000)) : undefined
