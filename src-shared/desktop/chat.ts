import { z } from 'zod'
import { entityId } from '../rows/columns.ts'
import { conversationRow } from '../rows/conversation.ts'
import { messageRow, searchNote, source } from '../rows/message.ts'
import { call, stream } from '../rpc/contract.ts'

/** Why messages were left out instead of summarised: the model cannot, it failed, they are too many to wait for, the question fills the prompt. */
export const trimReason = z.enum(['only_quotes', 'failed', 'too_long', 'question'])
export type TrimReason = z.infer<typeof trimReason>

/** What happens while an answer is made, in order; `done` is always last and carries the stored row. */
export const chatEvent = z.discriminatedUnion('type', [
  /** The question is committed: from here on nothing is lost. */
  z.object({ type: z.literal('saved'), conversation: conversationRow, question: messageRow.nullable(), reply: messageRow }),
  z.object({ type: z.literal('loading'), model: z.string(), progress: z.number().min(0).max(1) }),
  z.object({ type: z.literal('searching') }),
  /** The oldest part of the chat no longer fits and is summarised: so many of its messages by now, of all. */
  z.object({ type: z.literal('summarising'), done: z.int(), total: z.int() }),
  /** So many of the oldest messages were left out of the prompt: the model cannot keep them in mind, and they were not summarised. */
  z.object({ type: z.literal('trimmed'), messages: z.int(), reason: trimReason }),
  z.object({ type: z.literal('sources'), sources: z.array(source), search: searchNote }),
  /** The prompt is being read: tokens read, tokens in all. */
  z.object({ type: z.literal('reading'), done: z.int(), total: z.int() }),
  z.object({ type: z.literal('thought'), text: z.string() }),
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('done'), reply: messageRow }),
])
export type ChatEvent = z.infer<typeof chatEvent>

const answering = {
  /** The new reply's id, minted by the caller so that it can be shown, stopped and found again at once. */
  reply_id: entityId,
  model_id: z.string().optional(),
  collection_ids: z.array(entityId).max(50).optional(),
  think: z.boolean().default(false),
}

/**
 * A lost connection does not stop an answer: it is written to the end and found again through the change feed. Only the
 * caller's abort or `stop` does, and the text stays.
 */
export const chat = {
  /** Asks. The conversation is created when its id is unknown. An edit is a question with the parent of the one it replaces. */
  send: stream(
    z.object({
      conversation_id: entityId,
      message_id: entityId,
      /** The message above; null at the top. Absent: the selected leaf. */
      parent_id: entityId.nullable().optional(),
      text: z.string().trim().min(1).max(1_000_000),
      /** What waits in the composer, and is ready, goes with it; with the first question of a chat, what waited for that chat. */
      with_attachments: z.boolean().default(false),
      /** For a chat that does not exist yet. */
      persona_id: entityId.nullable().optional(),
      ...answering,
    }),
    chatEvent,
  ),
  /** A further answer to the same question, as a sibling. `message_id` is the answer to replace. */
  regenerate: stream(z.object({ message_id: entityId, ...answering }), chatEvent),
  /** Goes on writing an answer that was stopped or interrupted. */
  resume: stream(z.object({ message_id: entityId, model_id: z.string().optional() }), chatEvent),
  stop: call(z.object({ message_id: entityId }), z.void()),
  /**
   * A question is being typed: its model is loaded and reads what comes before it, and what searches is started. Ends when all is ready that can be;
   * false when nothing was to be done now, as while an answer is written. A question that is sent need not wait for it.
   */
  prepare: call(
    z.object({
      /** Null: a chat that does not exist yet. */
      conversation_id: entityId.nullable(),
      persona_id: entityId.nullable().optional(),
      model_id: z.string().optional(),
      collection_ids: z.array(entityId).max(50).optional(),
      think: z.boolean().default(false),
    }),
    z.boolean(),
  ),
}

export const chatError = {
  noModel: 'chat.no_model',
  modelNotReady: 'chat.model_not_ready',
  questionTooLong: 'chat.question_too_long',
  quotaExceeded: 'QUOTA_EXCEEDED',
  unknownParent: 'chat.unknown_parent',
  /** Not a failure: the answer is as long as the settings allow, and can be continued. */
  lengthLimit: 'chat.length_limit',
  notResumable: 'chat.not_resumable',
  busy: 'chat.busy',
} as const
