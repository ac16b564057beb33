import { type CollectionRow, collectionRow } from '../../src-shared/rows/knowledge.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { journal } from '../db/journal.ts'

/** Those of the knowledge, by name. */
export function listCollections(db: ReadDb): CollectionRow[] {
  return db.prepare('SELECT id, name, created_at, updated_at FROM collections WHERE owner IS NULL ORDER BY name').all().map(parse)
}

export function findCollection(db: ReadDb, id: string): CollectionRow | undefined {
  const row = db.prepare('SELECT id, name, created_at, updated_at FROM collections WHERE id = ? AND owner IS NULL').get(id)
  return row === undefined ? undefined : parse(row)
}

/** The id of the collection with this name, in any case. */
export function collectionNamed(db: ReadDb, name: string): string | undefined {
  return db.prepare<[string], string>('SELECT id FROM collections WHERE name = ?').pluck().get(name)
}

/** Inserts the collection, or changes it if its id is known. */
export function putCollection(tx: WriteDb, collection: CollectionRow): CollectionRow {
  tx.prepare(`
    INSERT INTO collections (id, name, created_at, updated_at) VALUES (@id, @name, @created_at, @updated_at)
    ON CONFLICT (id) DO UPDATE SET name = @name, updated_at = @updated_at
  `).run(collection)
  const { id, name, updated_at: at } = collection
  journal(tx, { op: 'put', kind: 'collection', id, at, args: { name } })
  tx.tell({ table: 'collections', id, row: collection })
  return collection
}

/** What is still in it goes with it. */
export function removeCollection(tx: WriteDb, id: string, at: number): void {
  const jobs = tx.prepare<[string], string>('SELECT id FROM import_jobs WHERE collection_id = ?').pluck().all(id)
  tx.prepare('DELETE FROM collections WHERE id = ?').run(id)
  for (const job of jobs) tx.tell({ table: 'import_jobs', id: job, row: null })
  journal(tx, { op: 'remove', kind: 'collection', id, at, args: {} })
  tx.tell({ table: 'collections', id, row: null })
}

const parse = (row: unknown): CollectionRow => collectionRow.parse(row)
