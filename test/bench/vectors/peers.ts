import { join } from 'node:path'
import Database from 'better-sqlite3'
import { load } from 'sqlite-vec'
import { Index, MetricKind, ScalarKind } from 'usearch'
import { quantise } from '../../../src-shared/retrieval/quantise-vector.ts'
import { dimension, wanted } from './filled-set.ts'
import type { VectorSource } from './generate-vectors.ts'

/** Another index over the same vectors, as its own documentation has it used. */
export interface Peer {
  readonly name: string
  /** Numbers of the nearest passages. */
  search(query: Float32Array): number[]
}

/** Every row is compared, eight bits a component, in a plain file. */
export function openSqliteVec(folder: string, source: VectorSource, count: number): Peer {
  const db = new Database(join(folder, 'sqlite-vec.db'))
  load(db)
  db.exec(`CREATE VIRTUAL TABLE v USING vec0(e int8[${dimension}] distance_metric=cosine)`)
  const insert = db.prepare('INSERT INTO v (rowid, e) VALUES (?, vec_int8(?))')
  const bytes = (vector: Float32Array) => Buffer.from(quantise(vector).codes.buffer)
  db.transaction(() => {
    for (let n = 0; n < count; n++) insert.run(BigInt(n + 1), bytes(source.vector(n)))
  })()
  const search = db.prepare<[Buffer, number], number>('SELECT rowid FROM v WHERE e MATCH vec_int8(?) AND k = ?').pluck()
  return { name: 'sqlite-vec', search: (query) => search.all(bytes(query), wanted) }
}

const addedAtOnce = 4_000

/** By as many threads as it likes. */
function addTo(index: Index, source: VectorSource, { from, to }: { readonly from: number; readonly to: number }): void {
  const keys = BigUint64Array.from({ length: to - from }, (_, n) => BigInt(from + n + 1))
  const vectors = new Float32Array(keys.length * dimension)
  for (let n = 0; n < keys.length; n++) vectors.set(source.vector(from + n), n * dimension)
  index.add(keys, vectors)
}

/** A graph in memory, eight bits a component, the rest as its documentation has it. */
export function openUsearch(source: VectorSource, count: number): Peer {
  const index = new Index({
    metric: MetricKind.Cos,
    dimensions: dimension,
    quantization: ScalarKind.I8,
    connectivity: 16,
    expansion_add: 128,
    expansion_search: 64,
    multi: false,
  })
  for (let from = 0; from < count; from += addedAtOnce) addTo(index, source, { from, to: Math.min(from + addedAtOnce, count) })
  return {
    name: 'usearch',
    search: (query) => Array.from(index.search(query, wanted, 1).keys, Number),
  }
}
