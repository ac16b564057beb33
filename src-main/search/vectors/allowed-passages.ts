import type { ReadDb } from '../../db/database.ts'

/** The passages of some documents: a bit for each, and the runs of neighbours they make. */
export interface AllowedPassages {
  readonly count: number
  has(passage: number): boolean
  /** First and last of each run. */
  readonly runs: readonly (readonly [number, number])[]
  /** Others have another, all but certainly. */
  readonly mark: number
}

interface PassageRange {
  readonly first: number
  readonly last: number
  readonly count: number
  readonly document_id: string
}

/** `documentIds` is a JSON list. A document's passages are written at once, so nearly always they are one run. */
export function readAllowedPassages(db: ReadDb, documentIds: string): AllowedPassages {
  const ranges = db.prepare<[string], PassageRange>(`
    SELECT min(passages.rowid) AS first, max(passages.rowid) AS last, count(*) AS count, document_id
    FROM passages WHERE document_id IN (SELECT value FROM json_each(?)) GROUP BY document_id
  `)
  const each = db.prepare<[string], number>('SELECT rowid FROM passages WHERE document_id = ? ORDER BY rowid').pluck()
  const runs = ranges
    .all(documentIds)
    .flatMap(({ first, last, count, document_id }): [number, number][] =>
      last - first + 1 === count ? [[first, last]] : each.all(document_id).map((passage) => [passage, passage]),
    )
    .sort(([a], [b]) => a - b)
  return fromRuns(runs)
}

function fromRuns(runs: readonly (readonly [number, number])[]): AllowedPassages {
  const last = runs.at(-1)?.[1] ?? 0
  const bits = new Uint32Array(Math.floor(last / 32) + 1)
  let [count, mark] = [0, 0]
  for (const [from, to] of runs) {
    count += to - from + 1
    mark = Math.imul(Math.imul(mark, 31) + from, 31) + to
    for (let passage = from; passage <= to; passage++) bits[passage >>> 5] = (bits[passage >>> 5] ?? 0) | (1 << (passage & 31))
  }
  return { count, runs, mark, has: (passage) => (((bits[passage >>> 5] ?? 0) >>> (passage & 31)) & 1) === 1 }
}
