import { type AttachmentRow, attachmentRow } from '../../src-shared/rows/attachment.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { removedCollections, removedOwner } from '../db/removed-documents.ts'

/** The owner of what is attached to the chat that does not exist yet. */
const notYet = 'new'

/** The collection that holds what is attached to a chat; undefined while nothing ever was. */
export const attachmentCollection = (db: ReadDb, owner: string): string | undefined =>
  db.prepare<[string], string>('SELECT id FROM collections WHERE owner = ?').pluck().get(owner)

/** Whether it holds the attachments of a chat: then neither the knowledge nor another device hears of it. */
export const isOwned = (db: ReadDb, collectionId: string): boolean =>
  db.prepare('SELECT 1 FROM collections WHERE id = ? AND owner IS NOT NULL').get(collectionId) !== undefined

export interface NewOwner {
  readonly owner: string
  readonly id: string
  readonly at: number
}

/** Its id. Names are unique, and nobody reads this one. */
export function ensureAttachmentCollection(tx: WriteDb, { owner, id, at }: NewOwner): string {
  const known = attachmentCollection(tx, owner)
  if (known !== undefined) return known
  const sql = 'INSERT INTO collections (id, name, created_at, updated_at, owner) VALUES (@id, @id, @at, @at, @owner)'
  tx.prepare(sql).run({ id, owner, at })
  return id
}

const select = `
  SELECT documents.*, owner, message_id FROM documents JOIN collections ON collections.id = collection_id
  LEFT JOIN sent_attachments ON document_id = documents.id`

/** Oldest first. */
export const listAttachments = (db: ReadDb, owner: string): AttachmentRow[] =>
  db.prepare(`${select} WHERE owner = ? ORDER BY documents.created_at, documents.id`).all(owner).map(parse)

/** Undefined also for a document of the knowledge. */
export function findAttachment(db: ReadDb, documentId: string): AttachmentRow | undefined {
  const row = db
    .prepare(`${select} WHERE documents.id = ? AND owner IS NOT NULL AND collection_id NOT IN ${removedCollections}`)
    .get(documentId)
  return row === undefined ? undefined : parse(row)
}

export interface AskedWith {
  readonly conversationId: string
  readonly messageId: string
  /** The question makes the chat: what waited for it becomes its own. */
  readonly isNew: boolean
}

/** What is ready in the composer goes with this question. What is not, or failed, stays there. */
export function sendAttachments(tx: WriteDb, { conversationId, messageId, isNew }: AskedWith): void {
  if (isNew) tx.prepare('UPDATE collections SET owner = ? WHERE owner = ?').run(conversationId, notYet)
  const collectionId = attachmentCollection(tx, conversationId)
  if (collectionId === undefined) return
  tx.prepare(`
    INSERT OR IGNORE INTO sent_attachments (document_id, message_id)
    SELECT id, ? FROM documents WHERE collection_id = ? AND status = 'ready'
  `).run(messageId, collectionId)
  for (const row of listAttachments(tx, conversationId)) tx.tell({ table: 'attachments', id: row.id, row })
}

/** Collections of chats that are gone for good. */
export const orphanedCollections = (db: ReadDb): string[] =>
  db
    .prepare<[string, string], string>(
      'SELECT id FROM collections WHERE owner IS NOT NULL AND owner NOT IN (?, ?) AND owner NOT IN (SELECT id FROM conversations)',
    )
    .pluck()
    .all(notYet, removedOwner)

const parse = (row: unknown): AttachmentRow => attachmentRow.parse(row)
