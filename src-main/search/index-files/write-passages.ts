import type { DocumentToIndex, IndexedDocument } from '../../../src-shared/engine/passage-index.ts'
import type { Db, ReadDb, WriteDb } from '../../db/database.ts'
import { putVectors } from '../../db/put-vectors.ts'

export interface IndexState {
  /** -1: it was just made. */
  readonly revision: number
  readonly documents: IndexedDocument[]
}

export const readState = (db: ReadDb): IndexState => ({
  revision: db.prepare<[], number>('SELECT revision FROM applied').pluck().get() ?? -1,
  documents: db.prepare<[], IndexedDocument>('SELECT id, revision FROM documents ORDER BY id').all(),
})

export const settleRevision = (db: Db, revision: number): void =>
  db.transact((tx) => void tx.prepare('UPDATE applied SET revision = ?').run(revision))

/** In the place of what was there of it. */
export function putDocument(db: Db, { id, revision, name, embedder, passages }: DocumentToIndex): void {
  db.transact((tx) => {
    removeDocument(tx, id)
    tx.prepare('INSERT INTO documents (id, revision, name) VALUES (?, ?, ?)').run(id, revision, name)
    const add = tx.prepare('INSERT INTO passages (document_id, position, text) VALUES (?, ?, ?)')
    const rows = passages.map(({ content }, position) => Number(add.run(id, position, content).lastInsertRowid))
    putVectors(
      tx,
      embedder,
      passages.flatMap(({ embedding: vector }, at) => rows.slice(at, at + 1).map((passage) => ({ passage, vector }))),
    )
  })
}

export function removeDocuments(db: Db, ids: readonly string[]): void {
  for (const id of ids) db.transact((tx) => removeDocument(tx, id))
}

function removeDocument(tx: WriteDb, id: string): void {
  tx.prepare('DELETE FROM passages WHERE document_id = ?').run(id)
  tx.prepare('DELETE FROM documents WHERE id = ?').run(id)
}
