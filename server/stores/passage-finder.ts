import type { FoundPassages, PassagesWanted } from '../../src-shared/engine/passage-index.ts'

/** What looks through a user's passages: MongoDB Atlas, or an index of our own. */
export interface PassageFinder {
  readonly kind: 'atlas_vector_search' | 'vector_index'
  /** Of this user alone, best first. Errors: `STORE_UNAVAILABLE`, `INDEX_BUILDING` {retry_after}. */
  find(userId: string, wanted: PassagesWanted, signal: AbortSignal): Promise<FoundPassages>
}
