import type { SearchQuery } from '../../src-shared/desktop/search.ts'
import type { ReadDb } from '../db/database.ts'

/**
 * The documents a query is about; undefined when it is about all. An empty list of collections or documents means none.
 * What is attached to a chat is found only where its collection or itself is named.
 */
export function documentsWanted(
  db: ReadDb,
  {
    collection_ids,
    document_ids,
    kinds,
    from,
    to,
  }: Pick<SearchQuery, 'collection_ids' | 'document_ids' | 'kinds' | 'from' | 'to'>,
): string[] | undefined {
  const wanted = Object.entries({ collection_id: collection_ids, id: document_ids, kind: kinds }).filter(
    ([, values]) => values !== undefined,
  )
  const isNamed = collection_ids !== undefined || document_ids !== undefined
  const others = isNamed || !hasAttachments(db) ? [] : ['collection_id IN (SELECT id FROM collections WHERE owner IS NULL)']
  const times = Object.entries({ 'updated_at >= ?': from, 'updated_at < ?': to }).filter(([, at]) => at !== undefined)
  if (wanted.length + others.length + times.length === 0) return undefined
  const lists = wanted.map(([column]) => `${column} IN (SELECT value FROM json_each(?))`)
  const where = [...lists, ...times.map(([condition]) => condition), ...others].join(' AND ')
  return db
    .prepare<unknown[], string>(`SELECT id FROM documents WHERE ${where}`)
    .pluck()
    .all(...wanted.map(([, values]) => JSON.stringify(values)), ...times.map(([, at]) => at))
}

const hasAttachments = (db: ReadDb): boolean =>
  db.prepare('SELECT 1 FROM collections WHERE owner IS NOT NULL LIMIT 1').get() !== undefined
