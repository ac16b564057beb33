import { createHash } from 'node:crypto'
import type { Db } from '../../src-main/db/database.ts'
import { putVectors } from '../../src-main/db/put-vectors.ts'
import { putCollection } from '../../src-main/knowledge/collections.ts'
import { addDocument } from '../../src-main/knowledge/documents.ts'
import { putTextPiece } from '../../src-main/knowledge/kept-text.ts'
import { addPassages } from '../../src-main/knowledge/passages.ts'
import { newId } from '../../src-shared/ids.ts'
import { noFacets } from '../../src-shared/rows/facets.ts'
import type { PassageRow } from '../../src-shared/rows/knowledge.ts'
import { seeded } from '../helpers/seeded.ts'
import { makePassages } from './bench-texts.ts'

export interface Filling {
  readonly passages: number
  readonly embedderId: string
  /** Vectors of some passages by their number, made by the embedder; the others get seeded noise of the same length. */
  readonly embedded: ReadonlyMap<number, Float32Array>
}

const passagesPerDocument = 50

/** Documents, texts, passages, both word indexes and vectors by the product's own functions. */
export function fillKnowledge(db: Db, { passages, embedderId, embedded }: Filling): string {
  const collectionId = newId()
  const texts = makePassages(passages)
  const random = seeded(3)
  const dimension = [...embedded.values()][0]?.length ?? 384
  const noise = () => normalised(Float32Array.from({ length: dimension }, () => random() + random() - 1))
  db.transact((tx) => {
    putCollection(tx, { id: collectionId, name: 'Rules', created_at: 1, updated_at: 1 })
    const job = "INSERT INTO import_jobs (id, collection_id, status, created_at, updated_at) VALUES ('bench', ?, 'done', 1, 1)"
    tx.prepare(job).run(collectionId)
    for (let from = 0; from < passages; from += passagesPerDocument) {
      const id = newId()
      const own = texts.slice(from, from + passagesPerDocument)
      addDocument(tx, documentWith({ id, collectionId, name: `rules-${from}.txt`, texts: own }), 'bench')
      putTextPiece(tx, { documentId: id, start: 0, text: own.join('\n\n') })
      addPassages(tx, passagesOf(id, own))
    }
    tx.prepare('UPDATE documents SET job_id = NULL').run()
    const rows = tx.prepare<[], number>('SELECT rowid FROM passages ORDER BY rowid').pluck().all()
    putVectors(
      tx,
      embedderId,
      rows.map((passage, n) => ({ passage, vector: embedded.get(n) ?? noise() })),
    )
  })
  return collectionId
}

interface NewDocument {
  readonly id: string
  readonly collectionId: string
  readonly name: string
  readonly texts: readonly string[]
}

function documentWith({ id, collectionId, name, texts }: NewDocument) {
  const characters = texts.join('\n\n').length
  return {
    ...{
      id,
      collection_id: collectionId,
      name,
      path: null,
      kind: 'text',
      title: null,
      size_bytes: characters,
      content_hash: null,
    },
    ...{ status: 'ready' as const, fault: null, warnings: [], pages: null, characters, passages: texts.length },
    ...{ ...noFacets, created_at: 1, updated_at: 1 },
  }
}

function passagesOf(documentId: string, texts: readonly string[]): PassageRow[] {
  let start = 0
  return texts.map((text, position) => {
    const at = start
    start += text.length + 2
    return {
      ...{ id: createHash('sha256').update(`${documentId}${position}`).digest('hex'), document_id: documentId, position },
      ...{ start: at, end: at + text.length, page: null, place: null, heading: [], tokens: 90, text },
    }
  })
}

function normalised(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}
