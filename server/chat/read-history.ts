import type { z } from 'zod'
import type { ChatHistory, ConversationList, conversationsQuery, Feedback, historyQuery } from '../../src-shared/api/chat.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ConversationStore } from '../stores/conversation-store.ts'
import type { HistoryMessage, HistoryPage, HistoryPlace, HistoryStore } from '../stores/history-store.ts'
import type { SqlStore } from '../stores/sql-store.ts'
import { toMessage } from './chat-rows.ts'
import { readConversationPlace, readMessagePlace, writeConversationPlace, writeMessagePlace } from './page-places.ts'
import { forgetTurns } from './turns.ts'

export interface HistoryDeps {
  readonly store: SqlStore
  readonly history: HistoryStore
  readonly conversations: ConversationStore
}

/** Messages of one conversation or of all, newest first, in the conversations they belong to. */
export async function readHistory(
  { history, conversations }: HistoryDeps,
  user_id: string,
  { session_id, limit, offset, after }: z.infer<typeof historyQuery>,
): Promise<ChatHistory> {
  const read = (window: { readonly limit: number; readonly after?: HistoryPlace | undefined }) =>
    session_id === undefined ? history.readUser(user_id, window) : history.readSession({ user_id, session_id }, window)
  const [{ messages, next }, total] = await Promise.all([
    readBehind(read, { limit, offset, after: after === undefined ? undefined : readMessagePlace(after) }),
    // Whoever reads on was told on the first page.
    after === undefined ? countConversations(conversations, user_id) : null,
  ])
  const bySession = Map.groupBy(messages, (message) => message.session_id)
  return {
    conversations: [...bySession].map(([id, ofSession]) => ({ session_id: id, messages: ofSession.map(toMessage) })),
    total,
    next: next === undefined ? null : writeMessagePlace(next),
  }
}

interface Wanted {
  readonly limit: number
  readonly offset: number
  readonly after: HistoryPlace | undefined
}

/** The reference's offset: what is passed over is read, a page at a time. */
async function readBehind(
  read: (window: { readonly limit: number; readonly after: HistoryPlace | undefined }) => Promise<HistoryPage>,
  { limit, offset, after }: Wanted,
): Promise<HistoryPage> {
  let place = after
  for (let left = offset; left > 0; ) {
    const passed = await read({ limit: Math.min(left, 100), after: place })
    left -= Math.min(left, 100)
    place = passed.next
    if (place === undefined) return { messages: [], next: undefined }
  }
  return read({ limit, after: place })
}

/** Null while the store that counts them is away: the messages are in another one. */
async function countConversations(conversations: ConversationStore, userId: string): Promise<number | null> {
  try {
    return await conversations.count(userId)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'STORE_UNAVAILABLE') throw error
    return null
  }
}

export async function listConversations(
  { conversations }: HistoryDeps,
  userId: string,
  { limit, after }: z.infer<typeof conversationsQuery>,
): Promise<ConversationList> {
  const place = after === undefined ? undefined : readConversationPlace(after)
  const [{ conversations: found, next }, total] = await Promise.all([
    conversations.list(userId, { limit, after: place }),
    conversations.count(userId),
  ])
  return {
    items: found.map(({ started_at, last_activity, ...each }) => ({
      ...{ session_id: each.session_id, title: each.title, last_message: each.last_message, topics: [...each.topics] },
      ...{ started_at: started_at.toISOString(), last_activity: last_activity.toISOString(), message_count: each.message_count },
    })),
    total,
    next: next === undefined ? null : writeConversationPlace(next),
  }
}

/** Errors: `NOT_FOUND`. */
export async function deleteConversation(deps: HistoryDeps, user_id: string, session_id: string): Promise<void> {
  const { history, conversations } = deps
  const session = { user_id, session_id }
  const { messages } = await history.readSession(session, { limit: 1 })
  await forgetTurns(deps, session)
  await history.deleteSession(session)
  // Last: as long as it is listed it can be deleted again.
  const wasListed = await conversations.delete(session)
  if (!wasListed && messages.length === 0) throw new AppError('NOT_FOUND')
}

export interface Told extends Feedback {
  readonly message_id: string
}

/** Errors: `NOT_FOUND`. */
export async function giveFeedback(
  { history }: HistoryDeps,
  user_id: string,
  { timestamp, score, ...told }: Told,
): Promise<void> {
  const { session_id, message_id } = told
  const key: Pick<HistoryMessage, 'user_id' | 'session_id' | 'timestamp' | 'message_id'> = {
    ...{ user_id, session_id, message_id },
    timestamp: new Date(timestamp),
  }
  if (!(await history.setFeedback(key, score))) throw new AppError('NOT_FOUND')
}
