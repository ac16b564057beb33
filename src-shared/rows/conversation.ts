import { z } from 'zod'
import { entityId, flag, json, time } from './columns.ts'

export const conversationRow = z.object({
  id: entityId,
  title: z.string().max(200),
  /** A title the person wrote is never replaced by one the app made. */
  title_source: z.enum(['auto', 'user']),
  folder_id: entityId.nullable(),
  /** The message at the end of the branch that is shown. */
  selected_leaf_id: entityId.nullable(),
  /** The model chosen for this conversation; null means the default of the settings. */
  model_id: z.string().nullable(),
  /** How it is answered; null means as the settings say. */
  persona_id: entityId.nullable(),
  /** Collections that questions in this conversation are answered from; empty means none. */
  collection_ids: json(z.array(entityId)),
  pinned: flag,
  archived: flag,
  /** Kept on this device, never synced. */
  local_only: flag,
  created_at: time,
  updated_at: time,
  /** In the trash since; null when it is not. */
  deleted_at: time.nullable(),
})
export type ConversationRow = z.infer<typeof conversationRow>

export const folderRow = z.object({ id: entityId, name: z.string(), position: z.int(), updated_at: time })
export type FolderRow = z.infer<typeof folderRow>

export const tagRow = z.object({ id: entityId, name: z.string(), updated_at: time })
export type TagRow = z.infer<typeof tagRow>

/** The tags of one conversation, all of them. */
export const taggedRow = z.object({ conversation_id: entityId, tag_ids: z.array(entityId) })
export type TaggedRow = z.infer<typeof taggedRow>

/** Forms whose fields are kept as JSON for as long as they are open. */
export const keptForm = z.enum(['form.persona', 'form.template', 'form.variables', 'form.watch'])
export type KeptForm = z.infer<typeof keptForm>

/**
 * Text typed and not sent. `id` is the conversation's, `new` for the chat that does not exist yet, or that of the question or
 * the summary that is written anew.
 */
export const draftRow = z.object({ id: z.union([entityId, z.literal('new'), keptForm]), text: z.string(), updated_at: time })
export type DraftRow = z.infer<typeof draftRow>
