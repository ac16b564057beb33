import { z } from 'zod'

export const knowledgeMetadata = z.object({
  /** Where it comes from: the name of a file, an address. */
  source: z.string(),
  category: z.string().nullable(),
  tags: z.array(z.string()),
  importance: z.number(),
  created_at: z.date(),
  updated_at: z.date(),
})
export type KnowledgeMetadata = z.infer<typeof knowledgeMetadata>

export interface DocumentKey {
  readonly user_id: string
  readonly document_id: string
}

export interface KnowledgePassage {
  readonly content: string
  /** Of length 1, as the document's embedder makes them. */
  readonly embedding: Float32Array
}

export interface KnowledgeDocument extends DocumentKey {
  /** Which model made the vectors: those of two models cannot be compared, whatever their dimensions. */
  readonly embedder: string
  readonly metadata: KnowledgeMetadata
  /** In the order of the text; at least one. */
  readonly passages: readonly KnowledgePassage[]
}

export interface DocumentHead extends Omit<KnowledgeDocument, 'passages'> {
  readonly passage_count: number
  /** The user's, under which it was written: with another one it may be another content. */
  readonly revision: number
}

/** All of those that are given. */
export interface DocumentFilter {
  readonly document_ids?: readonly string[] | undefined
  readonly sources?: readonly string[] | undefined
  readonly categories?: readonly string[] | undefined
  /** A document has all of them. */
  readonly tags?: readonly string[] | undefined
  readonly created_from?: Date | undefined
  readonly created_before?: Date | undefined
  readonly min_importance?: number | undefined
}

/** Where a page of documents ends, and the next one begins behind. */
export interface DocumentPlace {
  readonly created_at: Date
  readonly document_id: string
}

export interface DocumentWindow {
  readonly limit: number
  readonly after?: DocumentPlace | undefined
}

export interface DocumentPage {
  /** Newest first; of one millisecond the greater id first. */
  readonly documents: readonly DocumentHead[]
  /** Undefined: nothing older. */
  readonly next: DocumentPlace | undefined
}

export interface PassagePlace {
  readonly document_id: string
  /** Among its document's, from 0. */
  readonly position: number
}

export interface PlacedPassage extends PassagePlace {
  readonly content: string
  readonly metadata: KnowledgeMetadata
}

export interface PassageUse extends DocumentKey {
  readonly position: number
  readonly relevance: number
}

export interface UsageStats {
  readonly retrieval_count: number
  readonly last_accessed: Date | null
  /** Of the last uses, the latest last. */
  readonly relevance_scores: readonly number[]
}

export interface StoredPassage extends KnowledgePassage {
  readonly position: number
  readonly usage_stats: UsageStats
}

/** Of one version. */
export interface StoredDocument {
  readonly head: DocumentHead
  /** In the order of the text. */
  readonly passages: readonly StoredPassage[]
}

/**
 * What users gave to be searched, in passages with their vectors: MongoDB's `knowledge_vectors`, or a file of SQLite. Every query
 * holds the user's id. Errors: `STORE_UNAVAILABLE`; a call that ended so may have done a part, and doing it again does the rest.
 */
export interface KnowledgeStore {
  readonly kind: 'mongodb' | 'sqlite'
  /** All of it, in the place of what had its id. It is listed when the last of it is there. */
  putDocument(document: KnowledgeDocument): Promise<void>
  findDocument(key: DocumentKey): Promise<DocumentHead | undefined>
  listDocuments(userId: string, window: DocumentWindow): Promise<DocumentPage>
  readDocument(key: DocumentKey): Promise<StoredDocument | undefined>
  /** Those of the user that are there, in any order. */
  readPlaces(userId: string, places: readonly PassagePlace[]): Promise<readonly PlacedPassage[]>
  /** The ids of the user's documents that pass. */
  filterDocuments(userId: string, filter: DocumentFilter): Promise<readonly string[]>
  /**
   * Grows with every change of the user's documents, and has grown when the change is acknowledged: what was made of them under the same
   * revision is still so. 0 when there never were any.
   */
  revision(userId: string): Promise<number>
  /** Which of these have, or had, documents. */
  knownUsers(userIds: readonly string[]): Promise<readonly string[]>
  /** Of the user, also those that no document has: what is left where writing or deleting was cut off. */
  countPassages(userId: string): Promise<number>
  /** That a search handed them on. What is not there any more is passed over. */
  countUses(uses: readonly PassageUse[], at: Date): Promise<void>
  /** False when there was none. */
  deleteDocument(key: DocumentKey): Promise<boolean>
  deleteUser(userId: string): Promise<void>
  ping(): Promise<void>
}

/** So many of `relevance_scores` are kept. */
export const keptScores = 20

/** One document more was asked for than is wanted: if it came, there is more. */
export function documentPage(found: readonly DocumentHead[], limit: number): DocumentPage {
  const documents = found.slice(0, limit)
  const last = documents.at(-1)
  if (found.length <= limit || last === undefined) return { documents, next: undefined }
  return { documents, next: { created_at: last.metadata.created_at, document_id: last.document_id } }
}
