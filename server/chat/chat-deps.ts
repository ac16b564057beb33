import type { Quota } from '../../src-shared/api/billing.ts'
import type { ChatSource } from '../../src-shared/api/chat.ts'
import type { Embedder } from '../engines/embedder.ts'
import type { Generator } from '../engines/generator.ts'
import type { Log } from '../log.ts'
import type { ConversationStore } from '../stores/conversation-store.ts'
import type { HistoryStore } from '../stores/history-store.ts'
import type { SqlStore } from '../stores/sql-store.ts'
import type { UncountedTurn } from './count-turn-job.ts'

/** What an answer costs: one of `messages`. */
export interface MessageQuota {
  /** Returns what is held by. Errors: `QUOTA_EXCEEDED`. */
  hold(userId: string): Promise<string>
  /** False when it has returned, or its time is over. */
  isHeld(id: string, userId: string): Promise<boolean>
  /** Twice is once. */
  commit(id: string, who: Asking): Promise<void>
  release(id: string, userId: string): Promise<void>
  read(userId: string): Promise<Quota>
}

export interface Asking {
  readonly userId: string
  readonly plan: string
}

export interface PassagesWanted {
  readonly userId: string
  readonly question: string
  /** Of the question; undefined where the server has no model for it. */
  readonly vector: Float32Array | undefined
  readonly limit: number
}

export interface PassagesFound {
  /** The best first. Empty: nothing is near enough to answer from. */
  readonly sources: readonly FoundSource[]
  /** False: there is nothing to search. */
  readonly isSearched: boolean
}

export interface FoundSource extends ChatSource {
  readonly category: string | null
}

/** Errors: `STORE_UNAVAILABLE`. */
export type Retrieve = (wanted: PassagesWanted, signal: AbortSignal) => Promise<PassagesFound>

export interface ChatDeps {
  readonly store: SqlStore
  readonly history: HistoryStore
  readonly conversations: ConversationStore
  readonly now: () => number
  readonly log: Log
  readonly quota: MessageQuota
  /** A turn that the store of conversations was not there to count. */
  readonly countLater: (turn: UncountedTurn) => Promise<void>
  readonly generator: Generator | undefined
  readonly embedder: Embedder | undefined
  /** Undefined: there is no knowledge to ask. */
  readonly retrieve: Retrieve | undefined
  readonly temperature: number
  /** The longest that an answer may be. */
  readonly answerTokens: number
}
