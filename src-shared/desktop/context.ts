import { z } from 'zod'
import { entityId } from '../rows/columns.ts'
import { compactionRow } from '../rows/compaction.ts'
import { call, stream } from '../rpc/contract.ts'

const tokens = z.int().nonnegative()

/** What the next prompt of a chat would hold, in tokens of its model. */
export const contextUse = z.object({
  model_id: z.string().nullable(),
  /** Tokens the model keeps in mind; null while it was never loaded here. */
  context_size: tokens.nullable(),
  /** Of them kept free for the answer. */
  answer_tokens: tokens,
  /** Counted by the model's own tokenizer; else estimated by the length of the text. The draft's part may be counted, too. */
  is_exact: z.boolean(),
  parts: z.object({
    /** Rules, the person's system prompt, the persona. */
    system: tokens,
    summary: tokens,
    /** Earlier questions and answers that are there word for word. */
    history: tokens,
    /** Passages that earlier questions were answered from. */
    passages: tokens,
    /** About what a search for the next question adds; 0 without collections. */
    search: tokens,
    /** What is being typed. */
    question: tokens,
  }),
  /** Messages of the branch that are in the prompt word for word. */
  messages: z.int(),
  /** Messages that would have to be summarised, or left out, for the next question to fit. */
  excess_messages: z.int(),
  /** The summary that stands for the messages before. */
  compaction_id: entityId.nullable(),
  /** Whether there is something to summarise, and a model that can. */
  can_compact: z.enum(['yes', 'too_short', 'model_only_quotes', 'no_model']),
})
export type ContextUse = z.infer<typeof contextUse>
export type ContextParts = ContextUse['parts']

export const context = {
  /** Counts without loading a model or disturbing one. A chat that does not exist yet has no id. */
  measure: call(
    z.object({
      conversation_id: entityId.nullable(),
      persona_id: entityId.nullable().optional(),
      collection_ids: z.array(entityId).max(50).optional(),
      draft: z.string().max(1_000_000).default(''),
      think: z.boolean().default(false),
    }),
    contextUse,
  ),
}

/** What happens while a summary is written; `done` is last. */
export const compactionEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('loading'), model: z.string(), progress: z.number().min(0).max(1) }),
  /** So many of the messages are in the summary by now. */
  z.object({ type: z.literal('summarising'), done: z.int(), total: z.int() }),
  z.object({ type: z.literal('done'), compaction: compactionRow }),
])
export type CompactionEvent = z.infer<typeof compactionEvent>

export const compactions = {
  /** Every summary of a chat, of all its branches. */
  list: call(z.object({ conversation_id: entityId }), z.array(compactionRow)),
  /** Summarises all but the newest turn of the selected branch. Giving up the call stops it; then nothing is changed. */
  make: stream(z.object({ id: entityId, conversation_id: entityId }), compactionEvent),
  /** Writes the summary of the same messages once more. */
  again: stream(z.object({ id: entityId }), compactionEvent),
  /** The person's own words stand from then on. */
  edit: call(z.object({ id: entityId, text: z.string().trim().min(1).max(20_000) }), compactionRow),
  /** The model reads the messages themselves again. Answers what was removed, for `restore`. */
  remove: call(z.object({ id: entityId }), compactionRow),
  /** Undoes `remove`. */
  restore: call(compactionRow, compactionRow),
}

export const contextError = {
  unknownCompaction: 'context.unknown_compaction',
  nothingToCompact: 'context.nothing_to_compact',
  cannotSummarise: 'context.cannot_summarise',
  emptySummary: 'context.empty_summary',
} as const
