import { z } from 'zod'
import { entityId, json, time } from './columns.ts'
import { place } from './place.ts'

/** A passage that an answer was written from, in the order of its citations: the first is [1]. */
export const source = z.object({
  passage_id: z.string(),
  document_id: z.string(),
  /** The document's name as the person knows it. */
  document: z.string(),
  path: z.string().nullable(),
  page: z.int().positive().nullable(),
  /** Absent in answers of earlier versions. */
  place: place.nullish(),
  heading: z.array(z.string()),
  /** UTF-16 offsets in the document's kept text; `text` is exactly what lies between them. */
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  text: z.string(),
  score: z.number(),
})
export type Source = z.infer<typeof source>

/** How the sources were found, for the line above the answer. */
export const searchNote = z.object({
  route: z.string(),
  /** In English, as the command line says it. */
  reason: z.string(),
  /** The same for the page, which has words of its own; absent from answers of earlier versions. */
  cause: z.string().optional(),
  passages: z.int(),
  took_ms: z.number(),
})
export type SearchNote = z.infer<typeof searchNote>

/** Milliseconds of each stage; a stage that did not happen is absent. */
export const timings = z.object({
  load: z.number().optional(),
  embed: z.number().optional(),
  retrieve: z.number().optional(),
  first_token: z.number().optional(),
  /** From the first word of the thought to the first of the answer, or to the end where none came. */
  thought: z.number().optional(),
  /** From the first word to the last, of every run whose words were counted. */
  writing: z.number().optional(),
  total: z.number().optional(),
})
export type Timings = z.infer<typeof timings>

/** What the counted words took to write; of answers from before it was measured, all but the wait for the first. */
export const writingMs = ({ writing, first_token, total }: Timings): number | undefined =>
  writing ?? (total === undefined || first_token === undefined ? undefined : total - first_token)

export const messageFault = z.object({ code: z.string(), data: z.unknown().optional() })

/**
 * One message of the tree. Siblings share `parent_id`: a regenerated answer is a sibling of the first answer, an edited
 * question a sibling of the first question.
 */
export const messageRow = z.object({
  id: entityId,
  conversation_id: entityId,
  parent_id: entityId.nullable(),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  /** What the model thought before it answered; null when it did not. */
  thought: z.string().nullable(),
  /** `writing` only while the core that writes it lives; a core that starts turns leftovers into `interrupted`. */
  status: z.enum(['complete', 'writing', 'stopped', 'interrupted', 'failed']),
  fault: json(messageFault.nullable()),
  model_id: z.string().nullable(),
  sources: json(z.array(source)),
  search: json(searchNote.nullable()),
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  timings: json(timings.nullable()),
  feedback: z.enum(['up', 'down']).nullable(),
  created_at: time,
  updated_at: time,
  deleted_at: time.nullable(),
})
export type MessageRow = z.infer<typeof messageRow>

/** The fault of a message whose row could not be read whole: what is shown is what was left of it, the row was set aside. */
export const unreadableFault = 'messages.unreadable'

/** What a message begins with, before anything is known of it. */
export const blankMessage = {
  text: '',
  thought: null,
  fault: null,
  model_id: null,
  sources: [],
  search: null,
  prompt_tokens: null,
  completion_tokens: null,
  timings: null,
  feedback: null,
  deleted_at: null,
} satisfies Partial<MessageRow>
