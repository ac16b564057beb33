import { z } from 'zod'
import {
  type ConversationKey,
  type ConversationPlace,
  type ConversationStore,
  conversationPage,
  keptSentiments,
  keptTurns,
  type Turn,
} from './conversation-store.ts'
import { type Sql, sql } from './sql.ts'
import type { SqliteFile } from './sqlite.ts'

const at = z.int().transform((ms) => new Date(ms))
const json = <Item extends z.ZodType>(item: Item) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(item))

const totalRow = z.object({ total: z.int() })

const row = z.object({
  ...{ user_id: z.string(), session_id: z.string(), started_at: at, last_activity: at, message_count: z.int() },
  ...{ topics: json(z.string()), sentiment_scores: json(z.number()), subscription_plan: z.string() },
  ...{ title: z.string(), last_message: z.string() },
})
const known = row.extend({ recent_turns: json(z.string()) })

/** Without MongoDB: in the file of the knowledge. */
export function createSqliteConversations(open: () => SqliteFile): ConversationStore {
  return {
    kind: 'sqlite',
    addTurn: async (turn) => open().transact(() => addTurn(open(), turn)),
    async list(userId, { limit, after }) {
      const found = open().query(
        sql`
          SELECT * FROM conversations_metadata WHERE user_id = ${userId}${isOlder(after)}
          ORDER BY last_activity DESC, session_id DESC LIMIT ${limit + 1}`,
        row,
      )
      return conversationPage(found, limit)
    },
    async count(userId) {
      const count = sql`SELECT count(*) AS total FROM conversations_metadata WHERE user_id = ${userId}`
      return open().query(count, totalRow)[0]?.total ?? 0
    },
    delete: async (key) => open().run(sql`DELETE FROM conversations_metadata WHERE ${of(key)}`) > 0,
    deleteUser: async (userId) => void open().run(sql`DELETE FROM conversations_metadata WHERE user_id = ${userId}`),
  }
}

const of = ({ user_id, session_id }: ConversationKey): Sql => sql`user_id = ${user_id} AND session_id = ${session_id}`

const isOlder = (after: ConversationPlace | undefined): Sql =>
  after === undefined ? sql`` : sql` AND (last_activity, session_id) < (${after.last_activity}, ${after.session_id})`

function addTurn(file: SqliteFile, { turn_id, at: time, messages, topics, sentiment_score, ...turn }: Turn): void {
  const [before] = file.query(sql`SELECT * FROM conversations_metadata WHERE ${of(turn)}`, known)
  if (before?.recent_turns.includes(turn_id) === true) return
  const latest = before !== undefined && before.last_activity > time ? before : turn
  const scores = [...(before?.sentiment_scores ?? []), ...(sentiment_score === undefined ? [] : [sentiment_score])]
  file.run(sql`
    INSERT OR REPLACE INTO conversations_metadata (
      user_id, session_id, started_at, last_activity, message_count, topics, sentiment_scores, subscription_plan,
      title, last_message, recent_turns)
    VALUES (
      ${turn.user_id}, ${turn.session_id}, ${before?.started_at ?? time},
      ${new Date(Math.max(before?.last_activity.getTime() ?? 0, time.getTime()))},
      ${(before?.message_count ?? 0) + messages}, ${JSON.stringify([...new Set([...(before?.topics ?? []), ...topics])])},
      ${JSON.stringify(scores.slice(-keptSentiments))}, ${latest.subscription_plan},
      ${before?.title ?? turn.title}, ${latest.last_message},
      ${JSON.stringify([...(before?.recent_turns ?? []), turn_id].slice(-keptTurns))})`)
}
