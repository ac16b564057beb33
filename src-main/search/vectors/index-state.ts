import type { ReadDb } from '../../db/database.ts'
import { newestLoose } from './loose-rows.ts'
import type { Sharing } from './search-vectors.ts'
import { readSpace } from './spaces.ts'
import type { ShareFound } from './vector-query.ts'

/** Two handles that read the same state have searched the same rows in the same lists. */
export function indexState(db: ReadDb, embedderId: string, { from }: Sharing): Pick<ShareFound, 'state' | 'isLarge'> {
  const space = readSpace(db, embedderId)
  if (space === undefined) return { state: '', isLarge: false }
  const { id, generation, list_changes, size, removals } = space
  return { state: [id, generation, list_changes, size, removals, newestLoose(db)].join(' '), isLarge: size >= from }
}
