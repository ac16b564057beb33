import { z } from 'zod'
import { quota } from './billing.ts'
import { someText } from './described-text.ts'
import { failure } from './envelope.ts'
import { idInAnyCase } from './id-in-any-case.ts'
import { moment } from './moment.ts'

const longestMessage = 32_000

export const messageBody = z.strictObject({
  /** A character of a pair alone is no text: stores would keep another one. */
  message: z
    .string()
    .max(longestMessage)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'not a text')
    .refine((text) => text.trim() !== '', 'no text')
    .meta({ minLength: 1, ...someText }),
  session_id: idInAnyCase.optional().describe('Of a conversation that goes on; without one a new one begins.'),
  use_rag: z.boolean().default(true).describe('Whether the own documents are asked.'),
  message_id: idInAnyCase
    .optional()
    .describe('Names the message, so that it may be sent again when its answer got lost: it has one answer and is counted once.'),
})

export const chatSource = z
  .object({
    document_id: z.uuid(),
    position: z.int().describe('Of the passage in its document, from 0.'),
    source: z.string(),
    content: z.string(),
    score: z.number(),
  })
  .meta({ id: 'ChatSource' })
export type ChatSource = z.infer<typeof chatSource>

/** `cut`: it reached the longest that an answer may be. `interrupted`: whoever asked went away, or the server stopped. */
export const answerStatus = z.enum(['complete', 'cut', 'interrupted']).meta({ id: 'AnswerStatus' })
export type AnswerStatus = z.infer<typeof answerStatus>

/** `none`: there are none. `away`: they cannot be read at the moment, and the answer was written without them. */
export const documentsAsked = z.enum(['not_asked', 'none', 'searched', 'away']).meta({ id: 'DocumentsAsked' })
export type DocumentsAsked = z.infer<typeof documentsAsked>

export const chatAnswer = z
  .object({
    answer: z.string(),
    sources: z.array(chatSource).describe('What the prompt held, numbered as the answer cites them, from 1.'),
    documents: documentsAsked,
    session_id: z.uuid(),
    message_id: z.uuid(),
    answer_id: z.uuid(),
    status: answerStatus,
    model: z.string().nullable().describe('Null for an answer that needed none: the documents hold nothing.'),
    usage: z.object({
      prompt_tokens: z.int(),
      completion_tokens: z.int(),
      response_time_ms: z.int(),
      quota: quota.describe('Of messages, with this one counted.'),
    }),
  })
  .meta({ id: 'ChatAnswer' })
export type ChatAnswer = z.infer<typeof chatAnswer>

export const answerStarted = chatAnswer.pick({ session_id: true, message_id: true, answer_id: true, sources: true })
export type AnswerStarted = z.infer<typeof answerStarted>

/** With `Accept: text/event-stream`: the name of an event and its data. The last is `done` or `failed`. */
export const chatEvent = z
  .discriminatedUnion('event', [
    z.object({ event: z.literal('started'), data: answerStarted }),
    z.object({ event: z.literal('text'), data: z.object({ text: z.string() }) }),
    z.object({ event: z.literal('done'), data: chatAnswer }),
    z.object({ event: z.literal('failed'), data: failure }),
  ])
  .meta({ id: 'ChatEvent' })
export type ChatEvent = z.infer<typeof chatEvent>

const after = z.string().min(1).max(300).optional().describe('`next` of the page before.')
const next = z.string().nullable().describe('Where the next page begins; null when nothing is older.')
const limit = z.coerce.number().int().min(1).max(100).default(20)

export const historyQuery = z.strictObject({
  session_id: idInAnyCase.optional().describe('Of one conversation; without it of all.'),
  limit,
  after,
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(1000)
    .default(0)
    .describe('So many newer ones are passed over, each of which is read: `after` is the better way.'),
})

export const chatMessage = z
  .object({
    message_id: z.uuid(),
    timestamp: z.iso.datetime(),
    actor: z.enum(['user', 'assistant']),
    message: z.string(),
    model_used: z.string().nullable(),
    tokens_used: z.int().nullable(),
    response_time_ms: z.int().nullable(),
    confidence: z.number().nullable(),
    feedback_score: z.int().nullable(),
    status: answerStatus.nullable().describe('Of an answer.'),
    sources: z.array(chatSource),
  })
  .meta({ id: 'ChatMessage' })
export type ChatMessage = z.infer<typeof chatMessage>

export const chatHistory = z.object({
  conversations: z.array(z.object({ session_id: z.uuid(), messages: z.array(chatMessage).describe('Newest first.') })),
  total: z
    .int()
    .nullable()
    .describe('Conversations of the account, on the first page; null behind it, and while what counts them is away.'),
  next,
})
export type ChatHistory = z.infer<typeof chatHistory>

export const conversationsQuery = z.strictObject({ limit, after })
export const conversation = z
  .object({
    session_id: z.uuid(),
    title: z.string(),
    last_message: z.string().describe('The beginning of the newest message.'),
    started_at: z.iso.datetime(),
    last_activity: z.iso.datetime(),
    message_count: z.int(),
    topics: z.array(z.string()),
  })
  .meta({ id: 'Conversation' })
export const conversationList = z.object({ items: z.array(conversation), total: z.int(), next })
export type ConversationList = z.infer<typeof conversationList>

export const sessionParams = z.strictObject({ session_id: idInAnyCase })
export const messageParams = z.strictObject({ message_id: idInAnyCase })

/** Which message, as the history tells it: what is kept by time is found by it. */
export const feedbackBody = z.strictObject({
  session_id: idInAnyCase,
  timestamp: moment,
  score: z.int().min(-1).max(1).describe('1 helped, -1 did not; 0 takes either back.'),
})
export type Feedback = z.infer<typeof feedbackBody>
