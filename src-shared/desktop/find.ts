import { z } from 'zod'
import { entityId, time } from '../rows/columns.ts'
import { place } from '../rows/place.ts'
import { call } from '../rpc/contract.ts'

/** UTF-16 units of the text: from the first up to the second. */
const range = z.tuple([z.int().nonnegative(), z.int().nonnegative()])

/** Words around what was found, and what to mark in them. Never markup. */
export const snippet = z.object({ text: z.string(), marks: z.array(range) })
export type Snippet = z.infer<typeof snippet>

export const findKind = z.enum(['conversations', 'messages', 'documents'])
export type FindKind = z.infer<typeof findKind>

/** Narrows what is found; what is absent, or what a kind does not have, does not. Times are of the last change of a chat or document, of a message its own. */
export const findFilters = z.object({
  /** Chats outside of the trash, archived ones among them, when absent. */
  view: z.enum(['active', 'archived', 'trash']).optional(),
  folder_id: entityId.optional(),
  tag_id: entityId.optional(),
  role: z.enum(['user', 'assistant']).optional(),
  collection_id: entityId.optional(),
  /** At or after. */
  from: time.optional(),
  /** Before. */
  to: time.optional(),
})
export type FindFilters = z.infer<typeof findFilters>

export const findQuery = z.object({
  query: z.string().max(1000),
  kinds: z.array(findKind).default(['conversations', 'messages', 'documents']),
  /** Of each kind. */
  limit: z.int().min(1).max(100).default(8),
  offset: z.int().min(0).default(0),
  filters: findFilters.default({}),
})
export type FindQuery = z.infer<typeof findQuery>

export const conversationHit = z.object({
  id: entityId,
  title: snippet,
  pinned: z.boolean(),
  archived: z.boolean(),
  in_trash: z.boolean(),
  updated_at: time,
})
export type ConversationHit = z.infer<typeof conversationHit>

export const messageHit = z.object({
  id: entityId,
  conversation_id: entityId,
  title: z.string(),
  role: z.enum(['user', 'assistant']),
  snippet,
  /** Which of the versions at its place it is; null when it is the only one. */
  version: z.object({ number: z.int(), of: z.int() }).nullable(),
  archived: z.boolean(),
  in_trash: z.boolean(),
  created_at: time,
})
export type MessageHit = z.infer<typeof messageHit>

/** A passage, or a document by its name: then `start` and `end` are 0. */
export const documentHit = z.object({
  document_id: entityId,
  passage_id: z.string().nullable(),
  /** File name. */
  document: z.string(),
  kind: z.string().nullable(),
  path: z.string().nullable(),
  /** Null for what is attached to a chat. */
  collection: z.string().nullable(),
  page: z.int().nullable(),
  place: place.nullish(),
  heading: z.array(z.string()),
  start: z.int(),
  end: z.int(),
  /** Of the passage, or the name or title that was found. */
  snippet,
  updated_at: time,
})
export type DocumentHit = z.infer<typeof documentHit>

const found = <T extends z.ZodType>(hit: T) =>
  z.object({
    items: z.array(hit),
    total: z.int(),
    /** There are more than were counted. */
    is_capped: z.boolean(),
  })

/** A kind that was not asked for is empty. */
export const findAnswer = z.object({
  conversations: found(conversationHit),
  messages: found(messageHit),
  documents: found(documentHit),
})
export type FindAnswer = z.infer<typeof findAnswer>

/** How often each message of the shown branch has the text, oldest first; those without it are left out. */
export const conversationMatches = z.object({
  items: z.array(z.object({ message_id: entityId, matches: z.int().positive() })),
  total: z.int(),
  is_capped: z.boolean(),
})
export type ConversationMatches = z.infer<typeof conversationMatches>

export const find = {
  /** Newest first, passages best first. The last word may be unfinished. */
  everything: call(findQuery, findAnswer),
  /** The text as it is typed, anywhere in a word, whatever its case and accents. */
  inConversation: call(z.object({ conversation_id: entityId, text: z.string().max(1000) }), conversationMatches),
}
