import type { SearchQuery } from '../../src-shared/desktop/search.ts'
import { facetKey } from '../../src-shared/rows/facets.ts'
import type { ReadDb } from '../db/database.ts'
import { removedCollections } from '../db/removed-documents.ts'

type Filters = Pick<SearchQuery, 'collection_ids' | 'document_ids' | 'kinds' | 'tags' | 'categories' | 'from' | 'to'>

/**
 * The documents a query is about; undefined when it is about all. An empty list of collections, documents, kinds or categories means none;
 * of several tags a document has all. What is attached to a chat is found only where its collection or itself is named.
 */
export function documentsWanted(db: ReadDb, query: Filters): string[] | undefined {
  const { collection_ids, document_ids, kinds, tags = [], categories, from, to } = query
  const isNamed = collection_ids !== undefined || document_ids !== undefined
  const conditions = [
    ...among('collection_id', collection_ids),
    ...among('id', document_ids),
    ...among('kind', kinds),
    ...tags.flatMap((tag) => withFacet('tag', [tag])),
    ...withFacet('category', categories),
    ...bound('updated_at >= ?', from),
    ...bound('updated_at < ?', to),
    ...(isNamed || !hasAttachments(db) ? [] : [{ sql: 'collection_id IN (SELECT id FROM collections WHERE owner IS NULL)' }]),
    ...(isNamed ? [{ sql: `collection_id NOT IN ${removedCollections}` }] : []),
  ]
  if (conditions.length === 0) return undefined
  return db
    .prepare<unknown[], string>(`SELECT id FROM documents WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`)
    .pluck()
    .all(...conditions.flatMap(({ value }) => value ?? []))
}

/** Whether the person left anything out. */
export const isNarrowed = ({ collection_ids, document_ids, kinds, tags, categories, from, to }: Filters): boolean =>
  [collection_ids, document_ids, kinds, tags, categories, from, to].some((filter) => filter !== undefined)

interface Condition {
  readonly sql: string
  /** Of the one question mark in it. */
  readonly value?: string | number
}

const list = '(SELECT value FROM json_each(?))'

const among = (column: 'collection_id' | 'id' | 'kind', values: readonly string[] | undefined): Condition[] =>
  values === undefined ? [] : [{ sql: `${column} IN ${list}`, value: JSON.stringify(values) }]

function withFacet(facet: 'tag' | 'category', words: readonly string[] | undefined): Condition[] {
  if (words === undefined) return []
  const having = `SELECT document_id FROM document_facets WHERE facet = '${facet}' AND key IN ${list}`
  return [{ sql: `id IN (${having})`, value: JSON.stringify(words.map(facetKey)) }]
}

const bound = (sql: string, at: number | undefined): Condition[] => (at === undefined ? [] : [{ sql, value: at }])

const hasAttachments = (db: ReadDb): boolean =>
  db.prepare('SELECT 1 FROM collections WHERE owner IS NOT NULL LIMIT 1').get() !== undefined
