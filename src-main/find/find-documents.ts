import type { FindFilters } from '../../src-shared/desktop/find.ts'
import { hasTerms } from '../../src-shared/find/has-terms.ts'
import type { ReadDb } from '../db/database.ts'
import { removedCollections } from '../db/removed-documents.ts'
import { timeCondition } from './conversation-filter.ts'
import { type Found, type MessageSearch, mostFound } from './find-messages.ts'
import { type PassageFilter, passagesWith, readPassagesFor } from './passage-index.ts'

/** A passage, or a document that has the words in its name. */
export type FoundDocument = { readonly passage: number } | { readonly documentId: string }

/** Documents by their names, then passages, best first. */
export async function findDocuments(db: ReadDb, search: MessageSearch): Promise<Found<FoundDocument>> {
  const named = await findNames(db, search)
  const passages = await findPassages(db, search)
  const rows: FoundDocument[] = [...named.map((documentId) => ({ documentId })), ...passages.map((passage) => ({ passage }))]
  return { rows: rows.slice(0, mostFound), isCapped: rows.length > mostFound }
}

const hidden = `
  SELECT collections.id FROM collections JOIN conversations ON conversations.id = owner WHERE conversations.deleted_at IS NOT NULL
  UNION ALL SELECT id FROM ${removedCollections}`

/** Of a chat in the trash nothing is found, its attachments included; nor of what is removed and not gone yet. */
const documentCondition = (filters: FindFilters): string => `
  ${filters.collection_id === undefined ? '' : 'collection_id = @collection_id AND'} collection_id NOT IN (${hidden})
  ${timeCondition('documents.updated_at', filters)}`

interface StoredName {
  readonly id: string
  readonly name: string
  readonly title: string | null
}

const readAtOnce = 500

/** The newest first: ids are made in the order of time. */
async function findNames(db: ReadDb, { terms, filters, pause }: MessageSearch): Promise<string[]> {
  const read = db.prepare<[object], StoredName>(`
    SELECT id, name, title FROM documents WHERE id < @below AND ${documentCondition(filters)} ORDER BY id DESC LIMIT ${readAtOnce}`)
  const found: string[] = []
  for (let below = '~'; ; ) {
    const rows = read.all({ ...filters, below })
    found.push(
      ...rows
        .filter(({ name, title }) => hasTerms(name, terms) || (title !== null && hasTerms(title, terms)))
        .map(({ id }) => id),
    )
    const last = rows.at(-1)
    if (rows.length < readAtOnce || last === undefined) return found
    below = last.id
    await pause()
  }
}

async function findPassages(db: ReadDb, { terms, filters, pause }: MessageSearch): Promise<number[]> {
  const search = { within: passageFilter(db, filters), limit: mostFound + 1 }
  const indexed = passagesWith(db, { ...search, terms })
  if (indexed !== undefined) return indexed
  const characters = terms.flatMap((term) => ('words' in term ? [] : [term.characters]))
  return await readPassagesFor(db, { ...search, characters, pause })
}

function passageFilter(db: ReadDb, filters: FindFilters): PassageFilter {
  const { collection_id, from, to } = filters
  const isNarrow = collection_id !== undefined || from !== undefined || to !== undefined
  if (!isNarrow && db.prepare(`${hidden} LIMIT 1`).get() === undefined) return { sql: '', parameters: {} }
  const rows = `SELECT passages.rowid FROM documents JOIN passages ON document_id = documents.id WHERE ${documentCondition(filters)}`
  // The plus keeps the index of words in front: else SQLite asks it once for every passage of the documents.
  return { sql: `AND +rowid IN (${rows})`, parameters: { ...filters } }
}
