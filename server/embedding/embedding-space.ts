import type { Embedder } from '../engines/embedder.ts'

/** Which vectors can be compared here: those of one model, with so many components. */
export interface EmbeddingSpace {
  readonly model: string
  readonly dimension: number
}

/** Errors: as the embedder's, which may have to load its model to tell. */
export type FindSpace = (signal: AbortSignal) => Promise<EmbeddingSpace>

/** That of the server's own model, else the one that clients are asked for. */
export function createFindSpace(embedder: Embedder | undefined, ofClients: EmbeddingSpace): FindSpace {
  const known: { space?: EmbeddingSpace } = embedder === undefined ? { space: ofClients } : {}
  return async (signal) => {
    if (known.space !== undefined || embedder === undefined) return known.space ?? ofClients
    const { dimension } = await embedder.describe(signal)
    known.space = { model: embedder.modelId, dimension }
    return known.space
  }
}
