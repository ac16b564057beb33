import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'

/** What was read when, oldest first. */
export type Finished = readonly { readonly at: number; readonly bytes: number; readonly passages: number }[]

const windowMs = 60_000
/** From fewer files nothing is foretold. */
const leastFiles = 2

/** With a document that has just become ready. */
export function withFinished(finished: Finished, { size_bytes: bytes, passages }: DocumentRow, at: number): Finished {
  return [...finished.filter((each) => at - each.at <= windowMs), { at, bytes, passages: passages ?? 0 }]
}

export interface ImportPace {
  readonly passagesPerS: number
  readonly leftMs: number
}

/** By what was read in the last minute; undefined while too little was. */
export function paceOf(finished: Finished, leftBytes: number): ImportPace | undefined {
  const [first, last] = [finished[0], finished.at(-1)]
  if (!first || !last || finished.length < leastFiles) return undefined
  const tookMs = last.at - first.at
  // The time of the first lies before what was watched.
  const [, ...counted] = finished
  const bytes = counted.reduce((sum, each) => sum + each.bytes, 0)
  const passages = counted.reduce((sum, each) => sum + each.passages, 0)
  if (tookMs <= 0 || bytes === 0) return undefined
  return { passagesPerS: (passages * 1000) / tookMs, leftMs: (leftBytes * tookMs) / bytes }
}
