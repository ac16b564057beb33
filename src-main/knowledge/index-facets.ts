import { type Facets, facetKey } from '../../src-shared/rows/facets.ts'
import type { WriteDb } from '../db/database.ts'

/** What filters by tag and category ask: the words of the row as they are compared. In the transaction that writes the row. */
export function indexFacets(tx: WriteDb, documentId: string, { tags, category }: Pick<Facets, 'tags' | 'category'>): void {
  tx.prepare('DELETE FROM document_facets WHERE document_id = ?').run(documentId)
  const insert = tx.prepare('INSERT OR IGNORE INTO document_facets (facet, key, document_id) VALUES (?, ?, ?)')
  for (const tag of tags) insert.run('tag', facetKey(tag), documentId)
  if (category !== '') insert.run('category', facetKey(category), documentId)
}
