import type { ReadDb } from '../../db/database.ts'
import type { AllowedPassages } from './allowed-passages.ts'
import type { Kernel } from './kernel.ts'
import { firstRow, rowsOf } from './keys.ts'
import { indexLimits } from './limits.ts'
import { type Chunk, createChunk, createLooseTable, rowsPerChunk, type StoredRow } from './loose-table.ts'
import type { Probe } from './probe.ts'
import type { VectorSpace } from './spaces.ts'
import type { TopScores } from './top-scores.ts'

/** Rows that are in no list yet, in memory as they are stored; compared exactly. */
export interface LooseRows {
  /** Reads what came since the last call. */
  follow(db: ReadDb, space: VectorSpace): void
  collect(db: ReadDb, probe: Probe, found: LooseSearch): void
  /** The row is no more. */
  drop(passage: number): void
}

export interface LooseSearch {
  readonly space: VectorSpace
  readonly allowed: AllowedPassages | undefined
  readonly top: TopScores
}

interface StoredLoose extends StoredRow {
  readonly n: number
  readonly id: number
}

export function createLooseRows(kernel: Kernel, padded: number): LooseRows {
  const table = createLooseTable(kernel, padded)
  const score = createScoring(kernel)
  const passing = createChunk(kernel, padded)
  let [seen, changes] = [0, -1]

  /** Rows that were taken into lists may stay here for a while: found twice, they are one result. */
  function forgetTaken(db: ReadDb, { list_changes, loose_done }: VectorSpace): void {
    if (changes === list_changes) return
    const left = db.prepare<[number], number>('SELECT count(*) FROM loose_vectors WHERE n > ?').pluck().get(loose_done) ?? 0
    if (changes === -1 || table.size() > left * 1.5 + rowsPerChunk) {
      table.clear()
      seen = loose_done
    }
    changes = list_changes
  }

  /** What did not fit into memory. */
  function collectRest(db: ReadDb, probe: Probe, found: LooseSearch): void {
    let n = 0
    for (const row of looseAfter(db, found.space, { after: seen, limit: -1 }).iterate()) {
      passing.set(n++, row.id - firstRow(found.space.id), row)
      if (n === rowsPerChunk) score({ chunk: passing, count: n }, probe, found)
      n %= rowsPerChunk
    }
    score({ chunk: passing, count: n }, probe, found)
  }

  return {
    follow(db, space) {
      forgetTaken(db, space)
      const room = indexLimits.looseInMemory - table.size()
      const last = newestLoose(db)
      if (room <= 0 || last <= seen) return
      let read = 0
      for (const row of looseAfter(db, space, { after: seen, limit: room }).iterate()) {
        table.keep(row.id - firstRow(space.id), row)
        seen = row.n
        read++
      }
      if (read < room) seen = last
    },
    collect(db, probe, found) {
      for (let from = 0; from < table.size(); from += rowsPerChunk) {
        const count = Math.min(rowsPerChunk, table.size() - from)
        score({ chunk: table.chunk(from / rowsPerChunk), count }, probe, found)
      }
      if (newestLoose(db) > seen) collectRest(db, probe, found)
    },
    drop: table.drop,
  }
}

interface ScoredRows {
  readonly chunk: Chunk
  readonly count: number
}

function createScoring(kernel: Kernel) {
  const products = kernel.reserve(rowsPerChunk * 4)
  return ({ chunk, count }: ScoredRows, probe: Probe, { allowed, top }: LooseSearch): void => {
    probe.rowProducts(chunk.at, count, products)
    const { i32 } = kernel.views()
    const step = probe.rowStep()
    for (let n = 0; n < count; n++) {
      const found = (i32[products / 4 + n] ?? 0) * (chunk.scales[n] ?? 0) * step
      const passage = chunk.passages[n] ?? 0
      if (found > top.floor() && (allowed === undefined || allowed.has(passage))) top.add(found, passage)
    }
  }
}

export const newestLoose = (db: ReadDb): number =>
  db.prepare<[], number | null>('SELECT max(n) FROM loose_vectors').pluck().get() ?? 0

function looseAfter(db: ReadDb, space: VectorSpace, { after, limit }: { readonly after: number; readonly limit: number }) {
  const [first, last] = rowsOf(space.id)
  const read = db.prepare<[number, number, number, number], StoredLoose>(`
    SELECT n, vectors.id, scale, vector FROM loose_vectors CROSS JOIN vectors ON vectors.id = loose_vectors.id
    WHERE n > ? AND loose_vectors.id BETWEEN ? AND ? ORDER BY n LIMIT ?
  `)
  return { iterate: () => read.iterate(after, first, last, limit) }
}
