/** Which vectors can be compared here: those of one model, with so many components. */
export interface EmbeddingSpace {
  readonly model: string
  readonly dimension: number
}

/** The server's own model that turns texts into vectors of length 1. Errors: `MODEL_UNAVAILABLE`, and the signal's reason. */
export interface Embedder extends EmbeddingSpace {
  /** What it looks at of a text. */
  readonly maxTokens: number
  /** One vector per text, in order. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>
  countTokens(texts: readonly string[], signal: AbortSignal): Promise<readonly number[]>
}
