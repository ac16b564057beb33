import { passageRow } from '../../src-shared/rows/knowledge.ts'
import { type Source, source } from '../../src-shared/rows/message.ts'
import type { ReadDb } from '../db/database.ts'

const sql = `
  SELECT passages.id AS passage_id, passages.document_id, name AS document, path, page, place, heading, start, "end", passages.text, 0 AS score
  FROM sent_attachments
  JOIN documents ON documents.id = sent_attachments.document_id
  JOIN passages ON passages.document_id = documents.id AND position >= 0
  WHERE message_id = ? ORDER BY position, documents.created_at, documents.id LIMIT ?`

/** How the attachments of a question begin, each in turn: for "summarise this", to which no passage is nearer than another. */
export const attachedPassages = (db: ReadDb, messageId: string, limit: number): Source[] =>
  db
    .prepare<[string, number], object>(sql)
    .all(messageId, limit)
    .map((row) => source.extend({ heading: passageRow.shape.heading, place: passageRow.shape.place }).parse(row))
