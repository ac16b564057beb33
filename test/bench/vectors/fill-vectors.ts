import { existsSync, writeFileSync } from 'node:fs'
import type { Db } from '../../../src-main/db/database.ts'
import { putVectors } from '../../../src-main/db/put-vectors.ts'
import { putCollection } from '../../../src-main/knowledge/collections.ts'
import { addDocument } from '../../../src-main/knowledge/documents.ts'
import { mergeWords } from '../../../src-main/knowledge/merge-words.ts'
import { addPassages } from '../../../src-main/knowledge/passages.ts'
import { noFacets } from '../../../src-shared/rows/facets.ts'
import { openBenchStore } from '../open-bench-store.ts'
import { createExactNearest, type ExactNearest } from './exact-nearest.ts'
import {
  benchEmbedder,
  collectionId,
  dimension,
  documentId,
  type Filled,
  filledPath,
  filters,
  passagesPerDocument,
  questions,
  questionsOf,
  readFilled,
  wanted,
} from './filled-set.ts'
import { createVectors, type Generator } from './generate-vectors.ts'

const documentsPerCommit = 40

export interface Filling {
  readonly folder: string
  readonly generator: Generator
  readonly count: number
  readonly tell: (line: string) => void
}

/**
 * An encrypted store with so many passages and their vectors, by the product's own functions; taken as it is where it is already, and gone on with
 * where a run before this one was ended.
 */
export async function fillVectors({ folder, generator, count, tell }: Filling): Promise<Filled> {
  if (existsSync(filledPath(folder))) return readFilled(folder)
  const source = createVectors(generator, { dimension, count })
  const exact = await createExactNearest(questionsOf(source), wanted, filters.length)
  await using store = await openBenchStore(folder)
  const before = store.db.prepare<[], number>('SELECT count(*) FROM passages').pluck().get() ?? 0
  if (before === 0) beginFilling(store.db)
  let writingMs = 0
  const perCommit = documentsPerCommit * passagesPerDocument
  for (let from = 0; from < count; from += perCommit) {
    const vectors = Array.from({ length: Math.min(perCommit, count - from) }, (_, n) => source.vector(from + n).slice())
    for (const [n, vector] of vectors.entries()) exact.look(from + n + 1, vector, filterBits(from + n))
    const startedAt = performance.now()
    if (from >= before) {
      // As the importer does: of more than 2,000 segments of words FTS5 says that the disk is full.
      while (await mergeWords(store.db));
      writePassages(store.db, from, vectors)
    }
    writingMs += performance.now() - startedAt
    if (from % (perCommit * 25) === 0) tell(`${from} of ${count} written`)
  }
  const result = { generator, count, rowsPerSecond: ((count - before) / writingMs) * 1000, truth: truthOf(exact) }
  writeFileSync(filledPath(folder), JSON.stringify(result))
  return result
}

const truthOf = (exact: ExactNearest): number[][][] =>
  [0, ...filters.map((_, n) => n + 1)].map((filter) => Array.from({ length: questions }, (_, n) => exact.nearest(n, filter)))

function filterBits(n: number): number {
  const document = Math.floor(n / passagesPerDocument)
  return filters.reduce((bits, { every, rest }, at) => bits | (document % every === rest ? 1 << at : 0), 0)
}

function beginFilling(db: Db): void {
  db.transact((tx) => {
    putCollection(tx, { id: collectionId, name: 'Bench', created_at: 1, updated_at: 1 })
    tx.prepare(
      "INSERT INTO import_jobs (id, collection_id, status, created_at, updated_at) VALUES ('bench', ?, 'done', 1, 1)",
    ).run(collectionId)
  })
}

/** A fresh store numbers its passages from 1 on. */
function writePassages(db: Db, from: number, vectors: readonly Float32Array[]): void {
  db.transact((tx) => {
    for (let at = 0; at < vectors.length; at += passagesPerDocument) {
      const id = documentId((from + at) / passagesPerDocument)
      const own = vectors.slice(at, at + passagesPerDocument)
      addDocument(tx, documentWith(id, own.length), 'bench')
      addPassages(
        tx,
        own.map((_, n) => passageWith(id, n)),
      )
    }
    putVectors(
      tx,
      benchEmbedder,
      vectors.map((vector, n) => ({ passage: from + n + 1, vector })),
    )
  })
}

const documentWith = (id: string, passages: number) => ({
  ...{
    id,
    collection_id: collectionId,
    name: `${id}.txt`,
    path: null,
    kind: 'text',
    title: null,
    size_bytes: 1,
    content_hash: null,
  },
  ...{ status: 'ready' as const, fault: null, warnings: [], pages: null, characters: 1, passages },
  ...{ ...noFacets, created_at: 1, updated_at: 1 },
})

const passageWith = (document_id: string, position: number) => ({
  ...{ id: `${document_id}-${position}`, document_id, position, start: position, end: position + 1, page: null, place: null },
  ...{ heading: [], tokens: 1, text: 'x' },
})
