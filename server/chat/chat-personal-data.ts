import type { PersonalStore } from '../personal-data/personal-store.ts'
import type { Conversation, ConversationPlace, ConversationStore } from '../stores/conversation-store.ts'
import type { HistoryMessage, HistoryPlace, HistoryStore } from '../stores/history-store.ts'

const pageSize = 500

/** What is known of the conversations of a person. */
export const conversationPersonalData = (conversations: ConversationStore): PersonalStore => ({
  name: 'conversations',
  async collect(userId) {
    const all: Conversation[] = []
    let after: ConversationPlace | undefined
    do {
      const page = await conversations.list(userId, { limit: pageSize, after })
      all.push(...page.conversations)
      after = page.next
    } while (after !== undefined)
    return { conversations_metadata: all }
  },
  erase: (userId) => conversations.deleteUser(userId),
  count: (userId) => conversations.count(userId),
})

/** What was said, where it lies in a database of its own. */
export const historyPersonalData = (history: HistoryStore): PersonalStore => ({
  name: 'history',
  async collect(userId) {
    const all: HistoryMessage[] = []
    let after: HistoryPlace | undefined
    do {
      const page = await history.readUser(userId, { limit: pageSize, after })
      all.push(...page.messages)
      after = page.next
    } while (after !== undefined)
    return { conversation_history: all }
  },
  erase: (userId) => history.deleteUser(userId),
  async count(userId) {
    const { messages, next } = await history.readUser(userId, { limit: 1 })
    return messages.length + (next === undefined ? 0 : 1)
  },
})
