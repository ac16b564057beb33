export interface QueryCache {
  get(text: string): Float32Array | undefined
  set(text: string, vector: Float32Array): void
  clear(): void
}

const largest = 256

/** The vectors of the questions asked last; the one not asked for the longest time goes first. */
export function createQueryCache(): QueryCache {
  const vectors = new Map<string, Float32Array>()
  return {
    get(text) {
      const vector = vectors.get(text)
      if (vector === undefined) return undefined
      vectors.delete(text)
      vectors.set(text, vector)
      return vector
    },
    set(text, vector) {
      vectors.set(text, vector)
      if (vectors.size > largest) for (const oldest of vectors.keys().take(1)) vectors.delete(oldest)
    },
    clear: () => vectors.clear(),
  }
}
