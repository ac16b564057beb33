export interface Pieces {
  add(chunk: Buffer): void
  /** The next `wantedBytes`, as soon as they have all come. */
  take(wantedBytes: number): Buffer | undefined
}

/** Cuts a stream's chunks anew. They are joined only once a whole piece is there, so a large one is copied once. */
export function readPieces(): Pieces {
  let chunks: Buffer[] = []
  let sizeBytes = 0
  return {
    add(chunk) {
      chunks.push(chunk)
      sizeBytes += chunk.byteLength
    },
    take(wantedBytes) {
      if (sizeBytes < wantedBytes) return undefined
      const [first] = chunks
      const whole = chunks.length === 1 && first ? first : Buffer.concat(chunks)
      chunks = [whole.subarray(wantedBytes)]
      sizeBytes -= wantedBytes
      return whole.subarray(0, wantedBytes)
    },
  }
}
