import { z } from 'zod'
import { entityId } from '../rows/columns.ts'
import { filePatterns, watchedFolderRow } from '../rows/watched-folder.ts'
import { call } from '../rpc/contract.ts'

const id = z.object({ id: entityId })

/** Patterns as a .gitignore has them. */
const rules = z.object({
  include: filePatterns.default([]),
  exclude: filePatterns.default([]),
  use_gitignore: z.boolean().default(true),
})
const path = z.string().min(1).max(4096)

export const watchedFolders = {
  /** By path. */
  list: call(z.void(), z.array(watchedFolderRow)),
  /** What would be read of a folder, before anything is; the first few of it, by path from the folder on. */
  preview: call(
    rules.extend({ path }),
    z.object({ files: z.int(), folders: z.int(), size_bytes: z.int(), examples: z.array(z.string()), is_cut: z.boolean() }),
  ),
  /** Follows a folder from now on. Its id is also that of the import job that reads what changed. */
  add: call(rules.extend({ id: entityId, collection_id: entityId, path }), watchedFolderRow),
  /** Other rules: what they leave out goes, what they take in comes. */
  change: call(rules.extend({ id: entityId }), watchedFolderRow),
  pause: call(id, watchedFolderRow),
  resume: call(id, watchedFolderRow),
  /** Compares it with the disk now, and answers what was found; on demand once what was just being written is taken too, as far as it ends. */
  compare: call(z.object({ id: entityId, until_settled: z.boolean().optional() }), watchedFolderRow),
  /** Every file vanished, and that is meant: its documents may go. */
  acceptEmptied: call(id, watchedFolderRow),
  /** Its documents stay as they are, or go as well. */
  remove: call(z.object({ id: entityId, documents: z.enum(['keep', 'remove']) }), z.void()),
}

export const watchedFolderError = {
  unknown: 'watched_folders.unknown',
  /** `data.path`: the one that is watched into this collection already and has files in common. */
  overlaps: 'watched_folders.overlaps',
  notAFolder: 'watched_folders.not_a_folder',
} as const
