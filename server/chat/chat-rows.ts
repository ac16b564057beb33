import { z } from 'zod'
import type { Quota } from '../../src-shared/api/billing.ts'
import {
  type AnswerStatus,
  answerStatus,
  type ChatAnswer,
  type ChatMessage,
  chatSource,
  documentsAsked,
} from '../../src-shared/api/chat.ts'
import type { HistoryMessage, MessageKey, NewHistoryMessage } from '../stores/history-store.ts'
import type { TurnRow } from './turns.ts'

/** What of an answer has no column of its own. The table's map holds texts only. */
const sourcesText = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(chatSource))
const answerMetadata = z.object({
  status: answerStatus,
  documents: documentsAsked,
  prompt_tokens: z.coerce.number().int(),
  completion_tokens: z.coerce.number().int(),
  sources: sourcesText,
})
type AnswerMetadata = z.infer<typeof answerMetadata>

/** Undefined for a question. */
export function metadataOf({ actor, metadata }: HistoryMessage): AnswerMetadata | undefined {
  return actor === 'assistant' ? answerMetadata.parse(metadata) : undefined
}

/** Where its question lies. */
export const questionPlace = ({ user_id, session_id, asked_at, message_id }: TurnRow): MessageKey => ({
  ...{ user_id, session_id, timestamp: asked_at, message_id },
})

export const questionRow = (turn: TurnRow, { message, isEmbedded }: { readonly message: string; readonly isEmbedded: boolean }) =>
  ({
    ...questionPlace(turn),
    ...{ actor: 'user', message, embedding_used: isEmbedded, tokens_used: null, response_time_ms: null },
    ...{ model_used: null, confidence: null, metadata: {} },
  }) satisfies NewHistoryMessage

export interface NewAnswer extends AnswerMetadata {
  readonly at: number
  readonly text: string
  readonly model: string | null
  readonly isEmbedded: boolean
  readonly responseTimeMs: number
}

/** Later than the question, also when both happen within a millisecond. */
export function answerRow(turn: TurnRow, answer: NewAnswer): NewHistoryMessage {
  const { status, documents, prompt_tokens, completion_tokens, sources } = answer
  const confidence = sources[0]?.score
  return {
    ...{ user_id: turn.user_id, session_id: turn.session_id, message_id: turn.answer_id, actor: 'assistant' },
    timestamp: new Date(Math.max(answer.at, turn.asked_at.getTime() + 1)),
    ...{ message: answer.text, embedding_used: answer.isEmbedded, model_used: answer.model },
    ...{ tokens_used: prompt_tokens + completion_tokens, response_time_ms: answer.responseTimeMs },
    confidence: confidence === undefined ? null : Math.min(1, Math.max(0, confidence)),
    metadata: {
      ...{ status, documents, sources: JSON.stringify(sources) },
      ...{ prompt_tokens: String(prompt_tokens), completion_tokens: String(completion_tokens) },
    },
  }
}

export function toAnswer(row: HistoryMessage, { message_id }: TurnRow, quota: Quota): ChatAnswer {
  const { status, documents, sources, prompt_tokens, completion_tokens } = answerMetadata.parse(row.metadata)
  return {
    ...{ answer: row.message, sources, documents, status, model: row.model_used },
    ...{ session_id: row.session_id, message_id, answer_id: row.message_id },
    usage: { prompt_tokens, completion_tokens, response_time_ms: row.response_time_ms ?? 0, quota },
  }
}

export function toMessage(row: HistoryMessage): ChatMessage {
  const metadata = metadataOf(row)
  const status: AnswerStatus | null = metadata?.status ?? null
  return {
    ...{ message_id: row.message_id, timestamp: row.timestamp.toISOString(), actor: row.actor, message: row.message },
    ...{ model_used: row.model_used, tokens_used: row.tokens_used, response_time_ms: row.response_time_ms },
    ...{ confidence: row.confidence, feedback_score: row.feedback_score, status, sources: metadata?.sources ?? [] },
  }
}
