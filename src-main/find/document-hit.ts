import type { DocumentHit } from '../../src-shared/desktop/find.ts'
import type { FindTerm } from '../../src-shared/find/find-terms.ts'
import { hasTerms } from '../../src-shared/find/has-terms.ts'
import { matchTerms } from '../../src-shared/find/match-terms.ts'
import { passageRow } from '../../src-shared/rows/knowledge.ts'
import type { ReadDb } from '../db/database.ts'
import type { FoundDocument } from './find-documents.ts'
import { snippetOf } from './message-hit.ts'

interface StoredDocument {
  readonly document_id: string
  readonly document: string
  readonly title: string | null
  readonly kind: string | null
  readonly path: string | null
  readonly collection: string | null
  readonly updated_at: number
}

interface StoredPassage extends StoredDocument {
  readonly passage_id: string
  readonly page: number | null
  readonly place: string | null
  readonly heading: string
  readonly start: number
  readonly end: number
  readonly text: string
}

const documentColumns = `documents.id AS document_id, documents.name AS document, title, kind, path, documents.updated_at,
  CASE WHEN owner IS NULL THEN collections.name END AS collection`

const passageSql = `
  SELECT ${documentColumns}, passages.id AS passage_id, page, place, heading, start, "end", text
  FROM passages JOIN documents ON documents.id = document_id JOIN collections ON collections.id = collection_id
  WHERE passages.rowid = ? AND position >= 0`

const documentSql = `
  SELECT ${documentColumns} FROM documents JOIN collections ON collections.id = collection_id WHERE documents.id = ?`

/** What the page shows of it; undefined when it is gone meanwhile. */
export function documentHit(db: ReadDb, found: FoundDocument, terms: readonly FindTerm[]): DocumentHit | undefined {
  if ('documentId' in found) return namedHit(db, found.documentId, terms)
  const row = db.prepare<[number], StoredPassage>(passageSql).get(found.passage)
  if (row === undefined) return undefined
  const { text, heading, place, title: _, ...shown } = row
  const { shape } = passageRow
  return { ...shown, heading: shape.heading.parse(heading), place: shape.place.parse(place), snippet: snippetOf(text, terms) }
}

function namedHit(db: ReadDb, id: string, terms: readonly FindTerm[]): DocumentHit | undefined {
  const row = db.prepare<[string], StoredDocument>(documentSql).get(id)
  if (row === undefined) return undefined
  const { title, ...shown } = row
  const name = [row.document, title ?? ''].find((text) => hasTerms(text, terms)) ?? row.document
  const marks = (matchTerms(name, terms) ?? []).map(([start, end]): [number, number] => [start, end])
  const nowhere = { passage_id: null, page: null, place: null, heading: [], start: 0, end: 0 }
  return { ...shown, ...nowhere, snippet: { text: name, marks } }
}
