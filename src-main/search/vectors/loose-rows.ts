import type { ReadDb } from '../../db/database.ts'
import type { AllowedPassages } from './allowed-passages.ts'
import type { Kernel } from './kernel.ts'
import { firstRow, rowsOf } from './keys.ts'
import { indexLimits } from './limits.ts'
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

interface StoredLoose {
  readonly n: number
  readonly id: number
  readonly scale: number
  readonly vector: Buffer
}

const rowsPerChunk = 1024

export function createLooseRows(kernel: Kernel, padded: number): LooseRows {
  const placeOf = new Map<number, number>()
  const chunks: Chunk[] = []
  const passing = createChunk(kernel, padded)
  const products = kernel.reserve(rowsPerChunk * 4)
  let [size, seen, changes] = [0, 0, -1]

  function chunkOf(place: number): Chunk {
    const n = Math.floor(place / rowsPerChunk)
    chunks[n] ??= createChunk(kernel, padded)
    return chunks[n]
  }

  function keep(passage: number, row: StoredLoose): void {
    const place = placeOf.get(passage) ?? size
    chunkOf(place).set(place % rowsPerChunk, passage, row)
    placeOf.set(passage, place)
    size = Math.max(size, place + 1)
  }

  function clear(from: number): void {
    placeOf.clear()
    size = 0
    seen = from
  }

  /** Rows that were taken into lists may stay here for a while: found twice, they are one result. */
  function forgetTaken(db: ReadDb, { list_changes, loose_done }: VectorSpace): void {
    if (changes === list_changes) return
    const left = db.prepare<[number], number>('SELECT count(*) FROM loose_vectors WHERE n > ?').pluck().get(loose_done) ?? 0
    if (changes === -1 || size > left * 1.5 + rowsPerChunk) clear(loose_done)
    changes = list_changes
  }

  function score(chunk: Chunk, count: number, { probe, allowed, top }: { probe: Probe } & Pick<LooseSearch, 'allowed' | 'top'>) {
    probe.rowProducts(chunk.at, count, products)
    const { i32 } = kernel.views()
    const step = probe.rowStep()
    for (let n = 0; n < count; n++) {
      const found = (i32[products / 4 + n] ?? 0) * (chunk.scales[n] ?? 0) * step
      const passage = chunk.passages[n] ?? 0
      if (found > top.floor() && (allowed === undefined || allowed.has(passage))) top.add(found, passage)
    }
  }

  /** What did not fit into memory. */
  function collectRest(db: ReadDb, probe: Probe, { space, ...rest }: LooseSearch): void {
    let n = 0
    for (const row of looseAfter(db, space, { after: seen, limit: -1 }).iterate()) {
      passing.set(n++, row.id - firstRow(space.id), row)
      if (n === rowsPerChunk) score(passing, n, { probe, ...rest })
      n %= rowsPerChunk
    }
    score(passing, n, { probe, ...rest })
  }

  return {
    follow(db, space) {
      forgetTaken(db, space)
      const room = indexLimits.looseInMemory - size
      const last = newestLoose(db)
      if (room <= 0 || last <= seen) return
      let read = 0
      for (const row of looseAfter(db, space, { after: seen, limit: room }).iterate()) {
        keep(row.id - firstRow(space.id), row)
        seen = row.n
        read++
      }
      if (read < room) seen = last
    },
    collect(db, probe, found) {
      for (let from = 0; from < size; from += rowsPerChunk)
        score(chunkOf(from), Math.min(rowsPerChunk, size - from), { probe, ...found })
      if (newestLoose(db) > seen) collectRest(db, probe, found)
    },
    drop(passage) {
      const place = placeOf.get(passage)
      if (place === undefined) return
      size -= 1
      const moved = chunkOf(size).passages[size % rowsPerChunk] ?? 0
      chunkOf(size).copy(size % rowsPerChunk, chunkOf(place), place % rowsPerChunk)
      placeOf.set(moved, place)
      placeOf.delete(passage)
    },
  }
}

interface Chunk {
  readonly at: number
  readonly scales: Float32Array
  readonly passages: Float64Array
  set(n: number, passage: number, row: Pick<StoredLoose, 'scale' | 'vector'>): void
  copy(n: number, to: Chunk, place: number): void
}

function createChunk(kernel: Kernel, padded: number): Chunk {
  const at = kernel.reserve(rowsPerChunk * padded)
  const scales = new Float32Array(rowsPerChunk)
  const passages = new Float64Array(rowsPerChunk)
  return {
    at,
    scales,
    passages,
    set(n, passage, { scale, vector }) {
      kernel.views().u8.set(vector, at + n * padded)
      scales[n] = scale
      passages[n] = passage
    },
    copy(n, to, place) {
      kernel.views().u8.copyWithin(to.at + place * padded, at + n * padded, at + (n + 1) * padded)
      to.scales[place] = scales[n] ?? 0
      to.passages[place] = passages[n] ?? 0
    },
  }
}

const newestLoose = (db: ReadDb): number => db.prepare<[], number | null>('SELECT max(n) FROM loose_vectors').pluck().get() ?? 0

function looseAfter(db: ReadDb, space: VectorSpace, { after, limit }: { readonly after: number; readonly limit: number }) {
  const [first, last] = rowsOf(space.id)
  const read = db.prepare<[number, number, number, number], StoredLoose>(`
    SELECT n, vectors.id, scale, vector FROM loose_vectors CROSS JOIN vectors ON vectors.id = loose_vectors.id
    WHERE n > ? AND loose_vectors.id BETWEEN ? AND ? ORDER BY n LIMIT ?
  `)
  return { iterate: () => read.iterate(after, first, last, limit) }
}
