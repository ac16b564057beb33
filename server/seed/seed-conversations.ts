import type { ConversationStore } from '../stores/conversation-store.ts'
import type { HistoryStore, NewHistoryMessage } from '../stores/history-store.ts'
import { demoId } from './demo-id.ts'
import type { DemoConversation } from './demo-people.ts'

export interface ConversationStores {
  readonly history: HistoryStore
  readonly conversations: ConversationStore
}

export interface Conversing {
  readonly userId: string
  readonly plan: string
  readonly conversations: readonly DemoConversation[]
}

/** Any day that is over: what was said then does not change when it is said again. */
const firstDay = Date.UTC(2026, 0, 5, 9)
const turnMs = 60_000

/** Bodies first, as everywhere: a conversation that is listed has its messages. */
export async function seedConversations(stores: ConversationStores, { userId, plan, conversations }: Conversing): Promise<void> {
  const listed = await stores.conversations.list(userId, { limit: 100 })
  const known = new Set(listed.conversations.map(({ session_id }) => session_id))
  for (const { topic, turns } of conversations) {
    const session_id = demoId(userId, topic)
    if (known.has(session_id)) continue
    for (const [index, { question, answer }] of turns.entries()) {
      const at = firstDay + index * turnMs
      const said = { user_id: userId, session_id, embedding_used: true, confidence: null, metadata: {} }
      await stores.history.add(messageOf({ ...said, actor: 'user', message: question }, at))
      await stores.history.add(messageOf({ ...said, actor: 'assistant', message: answer }, at + 1000))
      await stores.conversations.addTurn({
        ...{ user_id: userId, session_id, turn_id: demoId(session_id, index), at: new Date(at), messages: 2 },
        ...{ topics: [topic], subscription_plan: plan, title: question, last_message: answer },
      })
    }
  }
}

type Said = Omit<NewHistoryMessage, 'timestamp' | 'message_id' | 'tokens_used' | 'response_time_ms' | 'model_used'>

function messageOf(said: Said, at: number): NewHistoryMessage {
  const isAnswer = said.actor === 'assistant'
  const [tokens_used, response_time_ms] = isAnswer ? [Math.ceil(said.message.length / 4), 900] : [null, null]
  return {
    ...said,
    ...{ timestamp: new Date(at), message_id: demoId(said.session_id, said.actor, at) },
    ...{ tokens_used, response_time_ms, model_used: isAnswer ? 'demo' : null },
  }
}
