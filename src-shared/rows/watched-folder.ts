import { z } from 'zod'
import { entityId, flag, json, time } from './columns.ts'

/** Patterns as a .gitignore has them. */
export const filePatterns = z.array(z.string().trim().min(1).max(500)).max(200)

/** A folder on this machine whose files a collection follows: what comes, changes, moves or goes there does so here. */
export const watchedFolderRow = z.object({
  id: entityId,
  collection_id: entityId,
  /** Without links on the way. */
  path: z.string(),
  /** Which files; empty: every file that a parser knows. */
  include: json(filePatterns),
  exclude: json(filePatterns),
  use_gitignore: flag,
  is_paused: flag,
  /**
   * `waiting`: not compared yet. `missing`: it cannot be reached (a drive that is away); its documents stay. `emptied`: all
   * files of it, or of a folder inside, vanished at once; their documents stay until the person says that they may go. `too_large`: more files than are followed.
   */
  state: z.enum(['waiting', 'current', 'missing', 'emptied', 'too_large']),
  /** Files that it had when it was last compared. */
  files: z.int().nonnegative(),
  /** Folders inside it that could not be read then; what lies in them stays as it was. */
  unreadable: z.int().nonnegative(),
  /** When it was last compared with the disk, whole. */
  compared_at: time.nullable(),
  created_at: time,
  updated_at: time,
})
export type WatchedFolderRow = z.infer<typeof watchedFolderRow>
