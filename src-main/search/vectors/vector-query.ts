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

/** What each share is asked for. */
export interface ShareQuery {
  readonly embedderId: string
  readonly limit: number
  /** The documents as a JSON list: for a thread one string is less than ten thousand. */
  readonly filter: string | undefined
}

export const shareQuery = ({ documentIds, ...asked }: VectorQuery): ShareQuery => ({
  ...asked,
  filter: documentIds && JSON.stringify(documentIds),
})

/** The part of an index that a thread searches where several share the work. */
export interface Share {
  /** From 0 on. */
  readonly part: number
  readonly of: number
  /** The shares did not fit together: what is remembered of filters is read anew. */
  readonly isAgain: boolean
}

/** A list is always of the same thread, which keeps its codes. */
export const isOwnList = (list: number, { part, of }: Share): boolean => list % of === part

export const wholeIndex: Share = { part: 0, of: 1, isAgain: false }

/** What is sent to a thread that searches. */
export interface SearchRequest {
  readonly n: number
  readonly query: Float32Array
  readonly wanted: ShareQuery
  readonly share: Share
}

/** What a thread found in its share. */
export interface ShareFound {
  readonly found: readonly Neighbour[]
  /** The state of the index, and of the filter, that was searched: shares of two states are no whole. */
  readonly state: string
  /** Large enough to be shared. */
  readonly isLarge: boolean
}

export interface SearchAnswer extends ShareFound {
  readonly n: number
}
