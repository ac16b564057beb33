import type { SearchAnswer, SearchQuery } from '../../src-shared/desktop/search.ts'
import type { Settings } from '../../src-shared/desktop/settings.ts'
import type { GenerateEvent, llama } from '../../src-shared/engine/llama.ts'
import type { LoadPlan } from '../../src-shared/models/fit.ts'
import type { Source } from '../../src-shared/rows/message.ts'
import type { PersonaRow } from '../../src-shared/rows/persona.ts'
import type { FeatureClient } from '../../src-shared/rpc/contract.ts'
import type { Db, ReadDb, WriteDb } from '../db/database.ts'

export interface ChatModel {
  readonly id: string
  readonly name: string
  readonly path: string
  /** It can only quote: without passages there is nothing to ask it. */
  readonly quotesOnly: boolean
  /** What was chosen for this model alone; it goes over the settings for every model. */
  readonly chosen?: Partial<Pick<Settings, 'temperature' | 'top_p' | 'top_k' | 'max_answer_tokens'>>
}

/** The part of the llama engine that answering needs. */
export interface AnsweringEngine {
  /** Waits for those who use another model, and keeps this one in memory until it is disposed of. */
  hold(model: { readonly id: string; readonly path: string }, signal: AbortSignal): Promise<Disposable>
  ensureLoaded(
    model: { readonly id: string; readonly path: string },
    plans: readonly LoadPlan[],
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: number) => void },
  ): Promise<{ readonly context_size: number }>
  read(modelId: string, input: EngineInput<'read'>, signal: AbortSignal): Promise<void>
  count(modelId: string, input: EngineInput<'count'>, signal: AbortSignal): Promise<number>
  generate(modelId: string, input: EngineInput<'generate'>, signal: AbortSignal): AsyncIterable<GenerateEvent>
}

type EngineInput<Method extends 'count' | 'read' | 'generate'> = Parameters<FeatureClient<typeof llama>[Method]>[0]

export interface Use {
  readonly modelId: string
  readonly conversationId: string
  readonly messageId: string
  readonly at: number
}

/** What only one chat answers from. */
export interface ChatAttachments {
  /** The collection they are found in; undefined while there are none. */
  readonly collectionOf: (conversationId: string) => string | undefined
  /** What waits goes with this question, in its transaction. */
  readonly send: (tx: WriteDb, question: SentQuestion) => void
  /** How the ones of a question begin. */
  readonly openings: (messageId: string, limit: number) => readonly Source[]
}

export interface SentQuestion {
  readonly conversationId: string
  readonly messageId: string
  /** It makes the chat. */
  readonly isNew: boolean
}

export interface ChatDeps {
  readonly db: Db
  readonly now: () => number
  readonly engine: AnsweringEngine
  readonly settings: () => Settings
  /** The model asked for, or the default; throws `chat.no_model` in words. */
  readonly chatModel: (wantedId: string | undefined) => ChatModel
  /** Ways to load it, the best first. */
  readonly plansFor: (model: ChatModel, signal: AbortSignal) => Promise<readonly LoadPlan[]>
  /** One whose model is not on this machine any more has none. */
  readonly persona: (id: string) => PersonaRow | undefined
  readonly retrieve: (query: SearchQuery, signal: AbortSignal) => Promise<SearchAnswer>
  /** Throws `QUOTA_EXCEEDED` when the plan allows no further message. */
  readonly assertQuota: (db: ReadDb, at: number) => void
  /** Counts one answered message, in the transaction of that message. */
  readonly recordUse: (tx: WriteDb, use: Use) => void
  readonly attachments: ChatAttachments
  readonly onFault: (stage: string, error: unknown) => void
}
