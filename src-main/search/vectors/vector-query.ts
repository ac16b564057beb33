export interface VectorQuery {
  readonly embedderId: string
  readonly limit: number
  /** Only passages of these; all when undefined. */
  readonly documentIds?: readonly string[] | undefined
}

export interface Neighbour {
  /** Row id of the passage. */
  readonly passage: number
  readonly cosine: number
}

/** What is sent to the thread that searches. */
export interface SearchRequest {
  readonly n: number
  readonly query: Float32Array
  readonly wanted: VectorQuery
}
