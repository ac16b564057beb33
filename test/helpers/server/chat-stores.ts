import { join } from 'node:path'
import type { ConversationStore } from '../../../server/stores/conversation-store.ts'
import type { HistoryStore } from '../../../server/stores/history-store.ts'
import type { KnowledgeStore } from '../../../server/stores/knowledge-store.ts'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { openPglite } from '../../../server/stores/pglite.ts'
import { createSqlHistory } from '../../../server/stores/sql-history.ts'
import type { SqlStore } from '../../../server/stores/sql-store.ts'
import { openSqlite } from '../../../server/stores/sqlite.ts'
import { createSqliteConversations } from '../../../server/stores/sqlite-conversations.ts'
import { createSqliteKnowledge } from '../../../server/stores/sqlite-knowledge.ts'

export interface ChatStores extends AsyncDisposable {
  readonly store: SqlStore
  readonly history: HistoryStore
  readonly conversations: ConversationStore
  readonly knowledge: KnowledgeStore
}

const ofKnowledge = readMigrations(join(import.meta.dirname, '../../../migrations/knowledge'))

/** The embedded ones, in memory, for a test that also looks into them itself. */
export async function openChatStores(): Promise<ChatStores> {
  const store = await openPglite(undefined)
  const file = openSqlite(undefined, ofKnowledge)
  return {
    ...{ store, history: createSqlHistory(store), conversations: createSqliteConversations(() => file) },
    knowledge: createSqliteKnowledge(() => file),
    async [Symbol.asyncDispose]() {
      file[Symbol.dispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}
