import { z } from 'zod'
import { entityId, time } from '../rows/columns.ts'
import { compactionRow } from '../rows/compaction.ts'
import { conversationRow, draftRow, folderRow, taggedRow, tagRow } from '../rows/conversation.ts'
import { messageRow } from '../rows/message.ts'
import { call } from '../rpc/contract.ts'

const id = z.object({ id: entityId })
const title = z.string().trim().min(1).max(200)

const view = z.enum(['active', 'archived', 'trash'])
const page = z.object({ items: z.array(conversationRow), next: z.object({ before: time, before_id: entityId }).nullable() })

/** What can be changed on a conversation; what is absent stays. */
const conversationChange = z.object({
  id: entityId,
  title: title.optional(),
  folder_id: entityId.nullable().optional(),
  model_id: z.string().nullable().optional(),
  persona_id: entityId.nullable().optional(),
  collection_ids: z.array(entityId).max(50).optional(),
  pinned: z.boolean().optional(),
  archived: z.boolean().optional(),
  local_only: z.boolean().optional(),
})

/** Where chats lie, for up to 100 at once; what is absent stays. */
const organisation = z.object({
  ids: z.array(entityId).min(1).max(100),
  folder_id: entityId.nullable().optional(),
  pinned: z.boolean().optional(),
  archived: z.boolean().optional(),
  /** Into the trash, or out of it. */
  in_trash: z.boolean().optional(),
})

/** One conversation whole, as exported and imported: every branch, in an order in which parents come first. */
export const conversationExport = z.object({
  format: z.literal('hearth.conversation'),
  version: z.literal(1),
  /** What came later than the format has a default, so that an older export stays readable; older readers pass it over. */
  conversation: conversationRow.extend({ persona_id: conversationRow.shape.persona_id.default(null) }),
  messages: z.array(messageRow),
  tags: z.array(z.string()),
  compactions: z.array(compactionRow).default([]),
})
export type ConversationExport = z.infer<typeof conversationExport>

export const conversations = {
  /** Newest first (pinned are not moved up; the page groups them). */
  list: call(
    z.object({
      view: view.default('active'),
      limit: z.int().min(1).max(500).default(100),
      before: time.optional(),
      before_id: entityId.optional(),
    }),
    page,
  ),
  get: call(id, conversationRow),
  create: call(
    z.object({ id: entityId, title: title.optional(), collection_ids: z.array(entityId).max(50).optional() }),
    conversationRow,
  ),
  change: call(conversationChange, conversationRow),
  /** The same for many at once, in one commit; answers those that are still there. */
  organise: call(organisation, z.array(conversationRow)),
  trash: call(id, conversationRow),
  restore: call(id, conversationRow),
  /** Erases a conversation of the trash for good. */
  purge: call(id, z.void()),
  export: call(id, conversationExport),
  /** Adds it under new ids when its id is taken by another conversation; never overwrites. */
  import: call(z.object({ export: conversationExport }), conversationRow),
}

export const messages = {
  /**
   * The newest `limit` messages of the branch that ends at `leaf_id` (default: the selected one), oldest first; or those above
   * `before_id`, below `after_id`, on both sides of `around_id`. One that lies on another branch is read on its own.
   */
  page: call(
    z.object({
      conversation_id: entityId,
      leaf_id: entityId.optional(),
      before_id: entityId.optional(),
      after_id: entityId.optional(),
      around_id: entityId.optional(),
      limit: z.int().min(1).max(500).default(60),
    }),
    z.object({
      items: z.array(messageRow),
      /** For each shown message that has siblings: the ids of all of them, oldest first, itself among them. */
      siblings: z.record(z.string(), z.array(entityId)),
      has_more: z.boolean(),
      /** Whether the branch goes on below the last of them. */
      has_newer: z.boolean(),
    }),
  ),
  get: call(id, messageRow),
  /** Shows the branch this message lies on: the selected one if it does, else the one down to its newest leaf. */
  select: call(id, conversationRow),
  feedback: call(z.object({ id: entityId, feedback: z.enum(['up', 'down']).nullable() }), messageRow),
  /** Takes it out, with everything below it. */
  remove: call(id, z.void()),
  /** Brings back what `remove` of this message took out, and shows it. */
  restore: call(id, conversationRow),
}

export const folders = {
  list: call(z.void(), z.array(folderRow)),
  create: call(z.object({ id: entityId, name: z.string().trim().min(1).max(80) }), folderRow),
  rename: call(z.object({ id: entityId, name: z.string().trim().min(1).max(80) }), folderRow),
  /** Puts it before another, or last. */
  move: call(z.object({ id: entityId, before_id: entityId.nullable() }), z.array(folderRow)),
  remove: call(id, z.void()),
}

export const tags = {
  list: call(z.void(), z.array(tagRow)),
  create: call(z.object({ id: entityId, name: z.string().trim().min(1).max(40) }), tagRow),
  remove: call(id, z.void()),
  /** Replaces the tags of a conversation. */
  assign: call(z.object({ conversation_id: entityId, tag_ids: z.array(entityId).max(50) }), z.void()),
  of: call(z.object({ conversation_id: entityId }), z.array(tagRow)),
  /** Every conversation that has tags, with all of them. */
  assigned: call(z.void(), z.array(taggedRow)),
}

export const drafts = {
  get: call(z.object({ id: draftRow.shape.id }), z.string()),
  /** Versions of questions of a chat that are being written: a draft of the id of its question. */
  ofQuestions: call(z.object({ conversation_id: entityId }), z.record(z.string(), z.string())),
  /** Keeps it, unless newer words are kept already: another window was typed in since. Answers what is kept. */
  put: call(z.object({ id: draftRow.shape.id, text: z.string().max(1_000_000), typed_at: time.optional() }), z.string()),
}

export const conversationError = {
  unknown: 'conversations.unknown',
  idTaken: 'conversations.id_taken',
  unknownMessage: 'conversations.unknown_message',
  unknownFolder: 'conversations.unknown_folder',
  folderNameTaken: 'conversations.folder_name_taken',
  unknownTag: 'conversations.unknown_tag',
  tagNameTaken: 'conversations.tag_name_taken',
  notInTrash: 'conversations.not_in_trash',
  /** What is in the trash is only read. */
  inTrash: 'conversations.in_trash',
  damagedExport: 'conversations.damaged_export',
} as const
