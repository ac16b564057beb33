import { randomUUIDv7 } from 'node:crypto'
import type { Db } from '../../src-main/db/database.ts'
import { putVectors } from '../../src-main/db/put-vectors.ts'
import { addPassages, removePassages } from '../../src-main/knowledge/passages.ts'
import { searchHere } from '../../src-main/search/vector-index.ts'
import { buildLists } from '../../src-main/search/vectors/build-lists.ts'
import { readSpace, type VectorSpace } from '../../src-main/search/vectors/spaces.ts'
import { seeded } from './seeded.ts'

export const embedderId = 'm'
export const { signal } = new AbortController()

/** Vectors around a few middles, so that lists mean something. */
export function clustered(seed: number, { count, dimension, clusters = 12 }: Shape): Float32Array[] {
  const random = seeded(seed)
  const draw = () => random() + random() + random() - 1.5
  const middles = Array.from({ length: clusters }, () => Float32Array.from({ length: dimension }, draw))
  return Array.from({ length: count }, (_, n) =>
    normalised((middles[n % clusters] ?? new Float32Array()).map((x) => x + draw() * 0.6)),
  )
}

interface Shape {
  readonly count: number
  readonly dimension: number
  readonly clusters?: number
}

export function normalised(values: Float32Array): Float32Array {
  const length = Math.hypot(...values)
  return values.map((value) => value / length)
}

export const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)

/** Numbers of the nearest by floats, from 1 on as passages are. */
export const nearestOf = (vectors: readonly Float32Array[], query: Float32Array, limit: number): number[] =>
  vectors
    .map((vector, n) => ({ passage: n + 1, score: cosine(vector, query) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ passage }) => passage)

interface Recalling {
  readonly vectors: readonly Float32Array[]
  readonly queries: readonly Float32Array[]
  readonly limit: number
}

/** Share of the nearest by floats that the index finds. */
export async function recallOf(db: Db, { vectors, queries, limit }: Recalling): Promise<number> {
  const index = searchHere(db)
  let hits = 0
  for (const query of queries) {
    const truth = nearestOf(vectors, query, limit)
    const found = await index.search(query, { embedderId, limit }, signal)
    hits += found.filter(({ passage }) => truth.includes(passage)).length
  }
  return hits / (queries.length * limit)
}

/** Two documents whose passages take turns. */
export function addDocuments(db: Db): readonly [string, string] {
  const documentIds = [randomUUIDv7(), randomUUIDv7()] as const
  const collection = randomUUIDv7()
  db.transact((tx) => {
    tx.prepare('INSERT INTO collections (id, name, created_at, updated_at) VALUES (?, ?, 0, 0)').run(collection, collection)
    for (const id of documentIds) {
      tx.prepare(
        "INSERT INTO documents (id, collection_id, name, size_bytes, status, created_at, updated_at) VALUES (?, ?, 'n', 1, 'ready', 0, 0)",
      ).run(id, collection)
    }
  })
  return documentIds
}

/** Passage n has row id n; they go on where those that are there end. */
export function addVectors(db: Db, documentIds: readonly string[], vectors: readonly Float32Array[]): void {
  const from = (db.prepare<[], number | null>('SELECT max(rowid) FROM passages').pluck().get() ?? 0) + 1
  db.transact((tx) => {
    for (const [at, vector] of vectors.entries()) {
      const row = from + at
      const document_id = documentIds[row % 2] ?? ''
      addPassages(tx, [
        {
          id: `p${row}`,
          document_id,
          position: row,
          start: 0,
          end: 1,
          page: null,
          place: null,
          heading: [],
          tokens: 1,
          text: 'x',
        },
      ])
      putVectors(tx, embedderId, [{ passage: row, vector }])
    }
  })
}

export const removeVectors = (db: Db, passages: readonly number[]): void =>
  db.transact((tx) =>
    removePassages(
      tx,
      passages.map((passage) => `p${passage}`),
    ),
  )

export function spaceOf(db: Db): VectorSpace {
  const space = readSpace(db, embedderId)
  if (space === undefined) throw new Error('nothing was embedded yet')
  return space
}

export const buildSome = (db: Db, lists: number): Promise<void> => buildLists(db, { space: spaceOf(db), lists }, signal)
