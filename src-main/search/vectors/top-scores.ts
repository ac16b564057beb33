/** The `limit` highest of what is added, each with a number of its owner's. A heap with the lowest on top: most additions cost one comparison. */
export interface TopScores {
  /** What is not above this has no place any more. */
  floor(): number
  add(score: number, owner: number): void
  /** Highest first. */
  sorted(): ScoredOwner[]
  clear(): void
}

export interface ScoredOwner {
  readonly score: number
  readonly owner: number
}

export function createTopScores(limit: number): TopScores {
  const scores = new Float64Array(limit)
  const owners = new Float64Array(limit)
  let size = 0

  function put(at: number, score: number, owner: number): void {
    scores[at] = score
    owners[at] = owner
  }

  function rise(score: number, owner: number): void {
    let at = size++
    while (at > 0) {
      const above = (at - 1) >> 1
      if ((scores[above] ?? 0) <= score) break
      put(at, scores[above] ?? 0, owners[above] ?? 0)
      at = above
    }
    put(at, score, owner)
  }

  function sink(score: number, owner: number): void {
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= size) break
      if (below + 1 < size && (scores[below + 1] ?? 0) < (scores[below] ?? 0)) below++
      if ((scores[below] ?? 0) >= score) break
      put(at, scores[below] ?? 0, owners[below] ?? 0)
      at = below
    }
    put(at, score, owner)
  }

  return {
    floor: () => (size < limit ? Number.NEGATIVE_INFINITY : (scores[0] ?? 0)),
    add(score, owner) {
      if (size < limit) rise(score, owner)
      else if (score > (scores[0] ?? 0)) sink(score, owner)
    },
    sorted: () =>
      Array.from({ length: size }, (_, n) => ({ score: scores[n] ?? 0, owner: owners[n] ?? 0 })).sort(
        (a, b) => b.score - a.score,
      ),
    clear() {
      size = 0
    },
  }
}
