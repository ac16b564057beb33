import type { desktop } from '../../src-shared/desktop/contract.ts'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { conversationWith, messageWith, newId } from './conversation-rows.ts'

export interface SeededChat extends Partial<Pick<ConversationRow, 'pinned' | 'archived' | 'folder_id'>> {
  readonly title: string
  /** How long ago it changed last. */
  readonly daysAgo?: number
}

const dayMs = 86_400_000

/** Chats of one question and its answer each, first is newest; their ids by title. */
export async function seedChats(api: Client<typeof desktop>, chats: readonly SeededChat[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  for (const [index, { daysAgo = 0, ...fields }] of chats.entries()) {
    const at = Date.now() - daysAgo * dayMs - index * 1000
    const times = { created_at: at, updated_at: at }
    const conversation_id = newId()
    const question = messageWith({ conversation_id, role: 'user', text: `${fields.title}?`, ...times })
    const answer = messageWith({
      conversation_id,
      parent_id: question.id,
      role: 'assistant',
      text: `It is so: ${index}.`,
      ...times,
    })
    const selected = { selected_leaf_id: answer.id, title_source: 'user' as const }
    const conversation = conversationWith({ id: conversation_id, ...selected, ...times, ...fields })
    const messages = [question, answer]
    await api.conversations.import({
      export: { format: 'hearth.conversation', version: 1, conversation, messages, tags: [], compactions: [] },
    })
    ids.set(fields.title, conversation_id)
  }
  return ids
}
