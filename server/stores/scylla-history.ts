import { z } from 'zod'
import { type Cql, cql } from './cql.ts'
import {
  type HistoryMessage,
  type HistoryPlace,
  type HistoryStore,
  type HistoryWindow,
  historyMessage,
  type NewHistoryMessage,
  pageOf,
  type SessionKey,
} from './history-store.ts'
import type { CqlSession } from './scylla.ts'

const place = z.object({ session_id: z.uuid(), timestamp: z.date(), message_id: z.uuid() })

/** An empty map is none in CQL. */
const bodyRow = historyMessage.extend({
  metadata: z.preprocess((map) => (map instanceof Map ? Object.fromEntries(map) : {}), historyMessage.shape.metadata),
})

const pageSize = 1000
const atOnce = 64
/** A deletion counts for what was written until then, also by a process whose clock is ahead. */
const clockSkewMs = 60_000

/**
 * Two tables: bodies by session, and by user where they lie. The place is written before the body: a place without a body shows
 * nothing, but a body without a place would outlive its user.
 */
export function createScyllaHistory(session: () => CqlSession): HistoryStore {
  const placesOf = (userId: string, { limit, after }: HistoryWindow) =>
    session().query(
      cql`SELECT session_id, timestamp, message_id FROM conversation_history_by_user
          WHERE user_id = ${userId}${after === undefined ? cql`` : isOlder(after)} LIMIT ${limit}`,
      place,
    )

  return {
    kind: 'scylla',
    async add(message) {
      const { user_id, timestamp, message_id, session_id } = message
      await session().run(cql`
        INSERT INTO conversation_history_by_user (user_id, timestamp, message_id, session_id)
        VALUES (${user_id}, ${timestamp}, ${message_id}, ${session_id})`)
      await session().run(insertion(message))
    },
    async readSession(key, { limit, after }) {
      const statement = cql`SELECT * FROM conversation_history WHERE ${of(key)}${isBehind(after)} LIMIT ${limit + 1}`
      const { shown, next } = pageOf(await session().query(statement, bodyRow), limit)
      return { messages: shown, next }
    },
    async readUser(userId, { limit, after }) {
      const { shown, next } = pageOf(await placesOf(userId, { limit: limit + 1, after }), limit)
      return { messages: await bodiesAt(session(), userId, shown), next }
    },
    setFeedback: async ({ timestamp, message_id, ...key }, score) =>
      await session().runIf(cql`
        UPDATE conversation_history SET feedback_score = ${score}
        WHERE ${of(key)} AND timestamp = ${timestamp} AND message_id = ${message_id} IF EXISTS`),
    async deleteMessage({ timestamp, message_id, ...key }) {
      await session().run(
        cql`DELETE FROM conversation_history WHERE ${of(key)} AND timestamp = ${timestamp} AND message_id = ${message_id}`,
      )
      await deletePlaces(session(), key, [{ timestamp, message_id, session_id: key.session_id }])
    },
    async deleteSession(key) {
      const places = await allPages((after) => placesInSession(session(), key, after))
      await session().run(cql`DELETE FROM conversation_history WHERE ${of(key)}`)
      await deletePlaces(session(), key, places)
    },
    async deleteUser(user_id) {
      const places = await allPages((after) => placesOf(user_id, { limit: pageSize, after }))
      const sessions = new Set(places.map(({ session_id }) => session_id))
      const until = (Date.now() + clockSkewMs) * 1000
      for (const session_id of sessions)
        await session().run(cql`DELETE FROM conversation_history USING TIMESTAMP ${until} WHERE ${of({ user_id, session_id })}`)
      // Last: if one of the above failed, the next attempt finds it all again.
      await session().run(cql`DELETE FROM conversation_history_by_user USING TIMESTAMP ${until} WHERE user_id = ${user_id}`)
    },
    // Of a table of ours and with the consistency of reads: a node alone may answer while the data cannot be read.
    ping: async () => void (await placesOf(nobody, { limit: 1 })),
  }
}

const nobody = '00000000-0000-7000-8000-000000000000'

const of = ({ user_id, session_id }: SessionKey): Cql => cql`user_id = ${user_id} AND session_id = ${session_id}`

/** In a session. */
const isBehind = (after: HistoryPlace | undefined): Cql =>
  after === undefined ? cql`` : cql` AND (timestamp, message_id) < (${after.timestamp}, ${after.message_id})`

/** Of a user. */
const isOlder = ({ timestamp, message_id, session_id }: HistoryPlace): Cql =>
  cql` AND (timestamp, message_id, session_id) < (${timestamp}, ${message_id}, ${session_id})`

const insertion = (message: NewHistoryMessage): Cql => cql`
  INSERT INTO conversation_history (
    user_id, session_id, timestamp, message_id, actor, message, embedding_used,
    tokens_used, response_time_ms, model_used, confidence, metadata)
  VALUES (
    ${message.user_id}, ${message.session_id}, ${message.timestamp}, ${message.message_id}, ${message.actor},
    ${message.message}, ${message.embedding_used}, ${message.tokens_used ?? undefined},
    ${message.response_time_ms ?? undefined}, ${message.model_used ?? undefined}, ${message.confidence ?? undefined},
    ${new Map(Object.entries(message.metadata))})`

/** The bodies of these places in their order: of each session everything between its newest and its oldest place. */
async function bodiesAt(session: CqlSession, user_id: string, places: readonly HistoryPlace[]): Promise<HistoryMessage[]> {
  const bySession = Map.groupBy(places, ({ session_id }) => session_id)
  const found = await Promise.all(
    [...bySession].map(async ([session_id, ofSession]) => {
      const [newest, oldest] = [ofSession[0], ofSession.at(-1)]
      if (newest === undefined || oldest === undefined) return []
      return await session.query(
        cql`SELECT * FROM conversation_history WHERE ${of({ user_id, session_id })}
            AND (timestamp, message_id) <= (${newest.timestamp}, ${newest.message_id})
            AND (timestamp, message_id) >= (${oldest.timestamp}, ${oldest.message_id})`,
        bodyRow,
      )
    }),
  )
  const bodies = new Map(found.flat().map((body) => [nameOf(body), body]))
  return places.flatMap((each) => bodies.get(nameOf(each)) ?? [])
}

const nameOf = ({ timestamp, message_id, session_id }: HistoryPlace): string =>
  `${timestamp.getTime()} ${message_id} ${session_id}`

async function allPages(read: (after: HistoryPlace | undefined) => Promise<readonly HistoryPlace[]>): Promise<HistoryPlace[]> {
  const all: HistoryPlace[] = []
  for (let page = await read(undefined); page.length > 0; page = await read(all.at(-1))) all.push(...page)
  return all
}

function placesInSession(session: CqlSession, key: SessionKey, after: HistoryPlace | undefined): Promise<HistoryPlace[]> {
  return session.query(
    cql`SELECT session_id, timestamp, message_id FROM conversation_history
        WHERE ${of(key)}${isBehind(after)} LIMIT ${pageSize}`,
    place,
  )
}

async function deletePlaces(session: CqlSession, { user_id }: SessionKey, places: readonly HistoryPlace[]): Promise<void> {
  for (let start = 0; start < places.length; start += atOnce)
    await Promise.all(
      places.slice(start, start + atOnce).map(({ timestamp, message_id, session_id }) =>
        session.run(cql`
          DELETE FROM conversation_history_by_user
          WHERE user_id = ${user_id} AND timestamp = ${timestamp} AND message_id = ${message_id} AND session_id = ${session_id}`),
      ),
    )
}
