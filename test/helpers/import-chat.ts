import type { desktop } from '../../src-shared/desktop/contract.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { conversationWith, messageWith, newId } from './conversation-rows.ts'

/** Puts a chat into the core by its own import: questions and answers in turn, each below the one before. Its id. */
export async function importChat(
  api: Client<typeof desktop>,
  title: string,
  texts: readonly (string | Partial<MessageRow>)[],
): Promise<string> {
  const conversation_id = newId()
  const messages: MessageRow[] = []
  for (const [index, given] of texts.entries()) {
    const fields = typeof given === 'string' ? { text: given } : given
    const role = index % 2 === 0 ? ('user' as const) : ('assistant' as const)
    const at = Date.now() - (texts.length - index) * 1000
    const parent_id = messages.at(-1)?.id ?? null
    messages.push(messageWith({ conversation_id, parent_id, role, created_at: at, updated_at: at, ...fields }))
  }
  const times = { created_at: Date.now(), updated_at: Date.now() }
  const selected_leaf_id = messages.at(-1)?.id ?? null
  const conversation = conversationWith({ id: conversation_id, title, title_source: 'user', selected_leaf_id, ...times })
  const row = await api.conversations.import({
    export: { format: 'hearth.conversation', version: 1, conversation, messages, tags: [], compactions: [] },
  })
  return row.id
}
