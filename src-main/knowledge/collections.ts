import { changedTags, type Facets } from '../../src-shared/rows/facets.ts'
import { type CollectionRow, collectionRow } from '../../src-shared/rows/knowledge.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { journal } from '../db/journal.ts'

const columns = 'id, name, tags, category, importance, created_at, updated_at'

/** Those of the knowledge, by name. */
export function listCollections(db: ReadDb): CollectionRow[] {
  return db.prepare(`SELECT ${columns} FROM collections WHERE owner IS NULL ORDER BY name`).all().map(parse)
}

export function findCollection(db: ReadDb, id: string): CollectionRow | undefined {
  const row = db.prepare(`SELECT ${columns} FROM collections WHERE id = ? AND owner IS NULL`).get(id)
  return row === undefined ? undefined : parse(row)
}

/** The id of the collection with this name, in any case. */
export function collectionNamed(db: ReadDb, name: string): string | undefined {
  return db.prepare<[string], string>('SELECT id FROM collections WHERE name = ?').pluck().get(name)
}

type Named = Pick<CollectionRow, 'id' | 'name' | 'created_at' | 'updated_at'>

/** Inserts the collection, or renames it if its id is known. */
export function putCollection(tx: WriteDb, collection: Named): CollectionRow {
  tx.prepare(`
    INSERT INTO collections (id, name, created_at, updated_at) VALUES (@id, @name, @created_at, @updated_at)
    ON CONFLICT (id) DO UPDATE SET name = @name, updated_at = @updated_at
  `).run(collection)
  const { id, name, updated_at: at } = collection
  journal(tx, { op: 'put', kind: 'collection', id, at, args: { name } })
  return tellCollection(tx, id)
}

/** What documents that come into it from now on are given; what is absent stays. */
export function giveToNew(tx: WriteDb, collection: CollectionRow, { change, at }: Giving): CollectionRow {
  const { id } = collection
  const { category = collection.category, importance = collection.importance } = change
  const tags = changedTags([], { add: change.tags ?? collection.tags })
  tx.prepare(
    'UPDATE collections SET tags = @tags, category = @category, importance = @importance, updated_at = @at WHERE id = @id',
  ).run({ id, at, category, importance, tags: JSON.stringify(tags) })
  journal(tx, { op: 'put', kind: 'collection', id, at, args: { tags, category, importance } })
  return tellCollection(tx, id)
}

interface Giving {
  readonly change: { readonly [F in keyof Facets]?: Facets[F] | undefined }
  readonly at: number
}

function tellCollection(tx: WriteDb, id: string): CollectionRow {
  const row = parse(tx.prepare(`SELECT ${columns} FROM collections WHERE id = ?`).get(id))
  tx.tell({ table: 'collections', id, row })
  return row
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
