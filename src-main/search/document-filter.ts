import type { SearchQuery } from '../../src-shared/desktop/search.ts'
import type { ReadDb } from '../db/database.ts'

/** The documents a query is about; undefined when it is about all. An empty list of collections or documents means none. */
export function documentsWanted(
  db: ReadDb,
  { collection_ids, document_ids, kinds }: Pick<SearchQuery, 'collection_ids' | 'document_ids' | 'kinds'>,
): string[] | undefined {
  const wanted = Object.entries({ collection_id: collection_ids, id: document_ids, kind: kinds }).filter(
    ([, values]) => values !== undefined,
  )
  if (wanted.length === 0) return undefined
  const where = wanted.map(([column]) => `${column} IN (SELECT value FROM json_each(?))`).join(' AND ')
  return db
    .prepare<string[], string>(`SELECT id FROM documents WHERE ${where}`)
    .pluck()
    .all(...wanted.map(([, values]) => JSON.stringify(values)))
}
