import type { SearchQuery } from '../../src-shared/desktop/search.ts'
import type { ReadDb } from '../db/database.ts'

/**
 * The documents a query is about; undefined when it is about all. An empty list of collections or documents means none.
 * What is attached to a chat is found only where its collection or itself is named.
 */
export function documentsWanted(
  db: ReadDb,
  { collection_ids, document_ids, kinds }: Pick<SearchQuery, 'collection_ids' | 'document_ids' | 'kinds'>,
): string[] | undefined {
  const wanted = Object.entries({ collection_id: collection_ids, id: document_ids, kind: kinds }).filter(
    ([, values]) => values !== undefined,
  )
  const isNamed = collection_ids !== undefined || document_ids !== undefined
  const others = isNamed || !hasAttachments(db) ? [] : ['collection_id IN (SELECT id FROM collections WHERE owner IS NULL)']
  if (wanted.length + others.length === 0) return undefined
  const where = [...wanted.map(([column]) => `${column} IN (SELECT value FROM json_each(?))`), ...others].join(' AND ')
  return db
    .prepare<string[], string>(`SELECT id FROM documents WHERE ${where}`)
    .pluck()
    .all(...wanted.map(([, values]) => JSON.stringify(values)))
}

const hasAttachments = (db: ReadDb): boolean =>
  db.prepare('SELECT 1 FROM collections WHERE owner IS NOT NULL LIMIT 1').get() !== undefined
