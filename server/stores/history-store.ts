import { z } from 'zod'

/** A row of the table as it is. Text holds no U+0000, which PostgreSQL cannot keep. */
export const historyMessage = z.object({
  user_id: z.uuid(),
  session_id: z.uuid(),
  timestamp: z.date(),
  /** One of its user's. */
  message_id: z.uuid(),
  actor: z.enum(['user', 'assistant']),
  message: z.string(),
  embedding_used: z.boolean(),
  tokens_used: z.int().nullable(),
  response_time_ms: z.int().nullable(),
  model_used: z.string().nullable(),
  /** 0 to 1. */
  confidence: z.number().nullable(),
  feedback_score: z.int().nullable(),
  metadata: z.record(z.string(), z.string()),
})
export type HistoryMessage = z.infer<typeof historyMessage>

/** Feedback comes later. */
export type NewHistoryMessage = Omit<HistoryMessage, 'feedback_score'>

export type SessionKey = Pick<HistoryMessage, 'user_id' | 'session_id'>
export type MessageKey = Pick<HistoryMessage, 'user_id' | 'session_id' | 'timestamp' | 'message_id'>

/** Where a page ends, and the next one begins behind. */
export type HistoryPlace = Pick<HistoryMessage, 'session_id' | 'timestamp' | 'message_id'>

export interface HistoryWindow {
  readonly limit: number
  readonly after?: HistoryPlace | undefined
}

export interface HistoryPage {
  /** Newest first; of one millisecond the greater id first. At most `limit`; fewer does not mean that it was the last. */
  readonly messages: readonly HistoryMessage[]
  /** Undefined: nothing older. */
  readonly next: HistoryPlace | undefined
}

/**
 * The bodies of messages, which never change: ScyllaDB, or a table of the database. Every query holds the user's id. Errors:
 * `STORE_UNAVAILABLE`; a call that ended so may have done its work, and doing it again changes nothing more.
 */
export interface HistoryStore {
  readonly kind: 'scylla' | 'postgres' | 'pglite'
  /** The same again is one message, and keeps the feedback that it got in between. */
  add(message: NewHistoryMessage): Promise<void>
  readSession(session: SessionKey, window: HistoryWindow): Promise<HistoryPage>
  readUser(userId: string, window: HistoryWindow): Promise<HistoryPage>
  /** False when there is no such message. */
  setFeedback(key: MessageKey, score: number): Promise<boolean>
  /** That it is not there is no error. */
  deleteMessage(key: MessageKey): Promise<void>
  deleteSession(session: SessionKey): Promise<void>
  /** Of a user who cannot write any more. */
  deleteUser(userId: string): Promise<void>
  ping(): Promise<void>
}

/** One row more was asked for than is wanted: if it came, there is more. */
export function pageOf<Row extends HistoryPlace>(rows: readonly Row[], limit: number) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  if (rows.length <= limit || last === undefined) return { shown, next: undefined }
  const { session_id, timestamp, message_id } = last
  return { shown, next: { session_id, timestamp, message_id } }
}
