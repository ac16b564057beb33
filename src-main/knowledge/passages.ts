import { type PassageRow, passageRow } from '../../src-shared/rows/knowledge.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'

const columns = 'id, document_id, position, start, "end", page, place, heading, tokens, text'

/** Below zero stand those that a reading has added ahead, and those that it has set aside: they are no part of the document. */
const inPlace = 'document_id = ? AND position >= 0'

/** Positions are unique in a document at every moment, and passages are embedded in their order: each has one of its own among the aside and the ahead. */
const ahead = 2 ** 40
const aside = 2 ** 41

export function listPassages(db: ReadDb, documentId: string): PassageRow[] {
  return db.prepare(`SELECT ${columns} FROM passages WHERE ${inPlace} ORDER BY position`).all(documentId).map(parse)
}

export function passagePage(
  db: ReadDb,
  documentId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): { items: PassageRow[]; total: number } {
  const items = db
    .prepare(`SELECT ${columns} FROM passages WHERE ${inPlace} ORDER BY position LIMIT ? OFFSET ?`)
    .all(documentId, limit, offset)
    .map(parse)
  const total = db.prepare<[string], number>(`SELECT count(*) FROM passages WHERE ${inPlace}`).pluck().get(documentId) ?? 0
  return { items, total }
}

/** Some passages of a document that takes over a reading, out of the way of it. Whether there may be more. */
export function setPassagesAside(tx: WriteDb, documentId: string, limit: number): boolean {
  const { changes } = tx
    .prepare(`
      UPDATE passages SET position = ${-aside} - rowid
      WHERE rowid IN (SELECT rowid FROM passages WHERE document_id = ? AND position >= 0 LIMIT ?)`)
    .run(documentId, limit)
  return changes === limit
}

/** Whether there may be more. */
export function removeSomePassages(tx: WriteDb, documentId: string, limit: number): boolean {
  const { changes } = tx
    .prepare('DELETE FROM passages WHERE rowid IN (SELECT rowid FROM passages WHERE document_id = ? LIMIT ?)')
    .run(documentId, limit)
  return changes === limit
}

export function removePassages(tx: WriteDb, ids: readonly string[]): void {
  const remove = tx.prepare('DELETE FROM passages WHERE id = ?')
  for (const id of ids) remove.run(id)
}

/** Of those that are no part of the document, some; whether there may be more. */
export function removeSetAside(tx: WriteDb, documentId: string, limit: number): boolean {
  const ids = tx
    .prepare<[string, number], string>('SELECT id FROM passages WHERE document_id = ? AND position < 0 LIMIT ?')
    .pluck()
    .all(documentId, limit)
  removePassages(tx, ids)
  return ids.length === limit
}

const asStored = (passage: PassageRow): object => ({
  ...passage,
  heading: JSON.stringify(passage.heading),
  place: passage.place === null ? null : JSON.stringify(passage.place),
})

/**
 * Where a passage that stays now lies. Its text, heading and id are as they were (the id says so), so neither the full-text
 * index nor the vectors have to change. False when there is none.
 */
export function movePassage(tx: WriteDb, passage: PassageRow): boolean {
  const move = tx.prepare(
    'UPDATE passages SET position = @position, start = @start, "end" = @end, page = @page, place = @place WHERE id = @id',
  )
  const { changes } = move.run(asStored(passage))
  return changes > 0
}

export function addPassages(tx: WriteDb, passages: readonly PassageRow[]): void {
  const add = tx.prepare(`
    INSERT INTO passages (${columns}) VALUES (@id, @document_id, @position, @start, @end, @page, @place, @heading, @tokens, @text)
  `)
  for (const passage of passages) add.run(asStored(passage))
}

/** Where nobody finds them, until `movePassage` puts each in its place. */
export const addPassagesAhead = (tx: WriteDb, passages: readonly PassageRow[]): void =>
  addPassages(
    tx,
    passages.map((passage) => ({ ...passage, position: passage.position - ahead })),
  )

/** In its place or not. */
export const hasPassage = (db: ReadDb, id: string): boolean =>
  db.prepare('SELECT 1 FROM passages WHERE id = ?').get(id) !== undefined

/** Of a row of `passages`: it has no vector of the embedder whose id is the parameter. */
export const withoutVector =
  'NOT EXISTS (SELECT 1 FROM vectors WHERE id = ((SELECT id FROM vector_spaces WHERE embedder_id = ?) << 40) + passages.rowid)'

export interface PassageToEmbed {
  readonly rowid: number
  readonly position: number
  readonly heading: string[]
  readonly text: string
}

/** The next passages of a document that have no vector of this embedder yet, behind position `after`. */
export function passagesToEmbed(
  db: ReadDb,
  { documentId, embedderId, after, limit }: { documentId: string; embedderId: string; after: number; limit: number },
): PassageToEmbed[] {
  return db
    .prepare<[string, number, string, number], Omit<PassageToEmbed, 'heading'> & { heading: string }>(`
      SELECT rowid, position, heading, text FROM passages
      WHERE document_id = ? AND position > ? AND ${withoutVector}
      ORDER BY position LIMIT ?
    `)
    .all(documentId, after, embedderId, limit)
    .map((row) => ({ ...row, heading: passageRow.shape.heading.parse(row.heading) }))
}

const parse = (row: unknown): PassageRow => passageRow.parse(row)
