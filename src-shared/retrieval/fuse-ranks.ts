/** Reciprocal rank fusion damps the first places with this (Cormack, Clarke and Büttcher 2009). */
const damping = 60

export interface Ranking<Id> {
  /** Best first. */
  readonly ids: readonly Id[]
  readonly weight: number
}

/** One order out of several: what many rankings place high comes first. An id counts once per ranking, by its best place. */
export function fuseRanks<Id>(rankings: readonly Ranking<Id>[]): { readonly id: Id; readonly score: number }[] {
  const scores = new Map<Id, number>()
  for (const { ids, weight } of rankings) {
    for (const [place, id] of [...new Set(ids)].entries()) scores.set(id, (scores.get(id) ?? 0) + weight / (damping + place + 1))
  }
  return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score)
}
