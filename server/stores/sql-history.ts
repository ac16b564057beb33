import {
  type HistoryPlace,
  type HistoryStore,
  type HistoryWindow,
  historyMessage,
  type MessageKey,
  type NewHistoryMessage,
  pageOf,
} from './history-store.ts'
import { type Sql, sql } from './sql.ts'
import type { SqlStore } from './sql-store.ts'

/** Without ScyllaDB: a table of the database. */
export function createSqlHistory(store: SqlStore): HistoryStore {
  async function read(of: Sql, { limit, after }: HistoryWindow) {
    const older = after === undefined ? sql`true` : isOlder(after)
    const rows = await store.query(
      sql`
        SELECT * FROM conversation_history WHERE ${of} AND ${older}
        ORDER BY timestamp DESC, message_id DESC, session_id DESC LIMIT ${limit + 1}`,
      historyMessage,
    )
    const { shown, next } = pageOf(rows, limit)
    return { messages: shown, next }
  }

  return {
    kind: store.kind,
    add: async (message) => void (await store.run(insertion(message))),
    readSession: ({ user_id, session_id }, window) => read(sql`user_id = ${user_id} AND session_id = ${session_id}`, window),
    readUser: (userId, window) => read(sql`user_id = ${userId}`, window),
    setFeedback: async (key, score) =>
      (await store.run(sql`UPDATE conversation_history SET feedback_score = ${score} WHERE ${at(key)}`)) > 0,
    deleteMessage: async (key) => void (await store.run(sql`DELETE FROM conversation_history WHERE ${at(key)}`)),
    deleteSession: async ({ user_id, session_id }) =>
      void (await store.run(sql`DELETE FROM conversation_history WHERE user_id = ${user_id} AND session_id = ${session_id}`)),
    deleteUser: async (userId) => void (await store.run(sql`DELETE FROM conversation_history WHERE user_id = ${userId}`)),
    ping: store.ping,
  }
}

const at = ({ user_id, session_id, timestamp, message_id }: MessageKey): Sql =>
  sql`user_id = ${user_id} AND session_id = ${session_id} AND timestamp = ${timestamp} AND message_id = ${message_id}`

const isOlder = ({ timestamp, message_id, session_id }: HistoryPlace): Sql =>
  sql`(timestamp, message_id, session_id) < (${timestamp}::timestamptz, ${message_id}::uuid, ${session_id}::uuid)`

const insertion = (message: NewHistoryMessage): Sql => sql`
  INSERT INTO conversation_history (
    user_id, session_id, timestamp, message_id, actor, message, embedding_used,
    tokens_used, response_time_ms, model_used, confidence, metadata)
  VALUES (
    ${message.user_id}, ${message.session_id}, ${message.timestamp}, ${message.message_id}, ${message.actor},
    ${message.message}, ${message.embedding_used}, ${message.tokens_used}, ${message.response_time_ms},
    ${message.model_used}, ${message.confidence}, ${JSON.stringify(message.metadata)})
  ON CONFLICT DO NOTHING`
