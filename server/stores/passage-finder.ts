import type { FoundPassages, PassagesWanted } from '../../src-shared/engine/passage-index.ts'

/** What looks through a user's passages: MongoDB Atlas, or an index of our own. */
export interface PassageFinder {
  readonly kind: 'atlas_vector_search' | 'vector_index'
  /** Whether what it says of relevance has been judged by the texts; else it only says that there is something. */
  readonly hasJudged: boolean
  /** Of this user alone, best first. Errors: `STORE_UNAVAILABLE`, `INDEX_BUILDING` {retry_after}. */
  find(userId: string, wanted: PassagesWanted, signal: AbortSignal): Promise<FoundPassages>
}
