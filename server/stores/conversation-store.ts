import { z } from 'zod'

/** A row of `conversations_metadata`. */
export const conversation = z.object({
  user_id: z.uuid(),
  session_id: z.uuid(),
  started_at: z.date(),
  last_activity: z.date(),
  message_count: z.int(),
  topics: z.array(z.string()),
  /** Of the last turns, the latest last. */
  sentiment_scores: z.array(z.number()),
  subscription_plan: z.string(),
  /** Made of the first question. */
  title: z.string(),
  /** The beginning of the message that was told last. */
  last_message: z.string(),
})
export type Conversation = z.infer<typeof conversation>

export type ConversationKey = Pick<Conversation, 'user_id' | 'session_id'>

/** What was said since: a question, its answer, or both. */
export interface Turn extends ConversationKey {
  /** That of one that was counted before: not counted again. */
  readonly turn_id: string
  readonly at: Date
  readonly messages: number
  readonly topics: readonly string[]
  readonly sentiment_score?: number | undefined
  /** Only that of the latest one is kept, by `at`. */
  readonly subscription_plan: string
  /** Only that of the first one is kept. */
  readonly title: string
  /** Only that of the latest one is kept, by `at`. */
  readonly last_message: string
}

/** Where a page of conversations ends, and the next one begins behind. */
export type ConversationPlace = Pick<Conversation, 'session_id' | 'last_activity'>

export interface ConversationWindow {
  readonly limit: number
  readonly after?: ConversationPlace | undefined
}

export interface ConversationPage {
  /** That with the latest turn first. */
  readonly conversations: readonly Conversation[]
  readonly next: ConversationPlace | undefined
}

/** What is known of conversations without reading them: MongoDB, or a file of SQLite. Errors: `STORE_UNAVAILABLE`. */
export interface ConversationStore {
  readonly kind: 'mongodb' | 'sqlite'
  /** Begins the conversation, or goes on with it. */
  addTurn(turn: Turn): Promise<void>
  list(userId: string, window: ConversationWindow): Promise<ConversationPage>
  /** How many the user has. */
  count(userId: string): Promise<number>
  /** False when there was none. */
  delete(key: ConversationKey): Promise<boolean>
  deleteUser(userId: string): Promise<void>
}

/** So many of `sentiment_scores` are kept. */
export const keptSentiments = 100

/** So many turns are known to have been counted: more than are said while one waits to be counted later. */
export const keptTurns = 100

/** One more was asked for than is wanted: if it came, there is more. */
export function conversationPage(found: readonly Conversation[], limit: number): ConversationPage {
  const conversations = found.slice(0, limit)
  const last = conversations.at(-1)
  if (found.length <= limit || last === undefined) return { conversations, next: undefined }
  return { conversations, next: { session_id: last.session_id, last_activity: last.last_activity } }
}
