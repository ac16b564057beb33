import { z } from 'zod'
import { entityId } from '../../src-shared/rows/columns.ts'
import type { WatchedFolderRow } from '../../src-shared/rows/watched-folder.ts'
import { linesOf, patternsIn } from './pattern-lines.ts'
import type { WatchRules } from './watch-store.ts'

/** A folder to follow as it is written; one that is not followed yet has no id. */
export const writtenWatch = z.object({
  id: entityId.optional(),
  collection_id: entityId,
  path: z.string(),
  /** A pattern a line. */
  include: z.string(),
  exclude: z.string(),
  use_gitignore: z.boolean(),
})
export type WrittenWatch = z.infer<typeof writtenWatch>

export const newWatch = (collectionId: string): WrittenWatch => ({
  ...{ collection_id: collectionId, path: '' },
  ...{ include: '', exclude: '', use_gitignore: true },
})

export const writtenOf = ({ id, collection_id, path, include, exclude, use_gitignore }: WatchedFolderRow): WrittenWatch => ({
  ...{ id, collection_id, path, use_gitignore },
  ...{ include: linesOf(include), exclude: linesOf(exclude) },
})

export const rulesOf = ({ include, exclude, use_gitignore }: WrittenWatch): WatchRules => ({
  include: patternsIn(include),
  exclude: patternsIn(exclude),
  use_gitignore,
})
