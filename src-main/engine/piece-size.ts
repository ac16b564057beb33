export interface PieceSize {
  /** Tokens of the next piece. */
  tokens(): number
  /** A piece was read: the next one follows its speed. */
  took(tokens: number, ms: number): void
}

/** A stop is heard between two pieces, so one may take half of what a stop may. */
const pieceMs = 60

/**
 * How many tokens of a prompt are evaluated in one go: as many as the machine reads in `pieceMs`, between `smallest`, below
 * which reading becomes slow, and `largest`. At most twice as many as the time before: one lucky piece tells little.
 */
export function createPieceSize({ smallest, largest }: { readonly smallest: number; readonly largest: number }): PieceSize {
  let size = smallest
  return {
    tokens: () => size,
    took(tokens, ms) {
      const wanted = Math.min(size * 2, Math.round((tokens / Math.max(ms, 1)) * pieceMs))
      // The end of a prompt may be a few tokens, which are slow for their number.
      if (tokens >= size) size = Math.max(smallest, Math.min(largest, wanted))
    },
  }
}
