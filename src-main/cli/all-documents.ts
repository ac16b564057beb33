import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import type { Api } from './command-context.ts'

/** Every document of a collection, or of the whole knowledge. */
export async function allDocuments(api: Api, collectionId?: string): Promise<DocumentRow[]> {
  const wanted = collectionId === undefined ? {} : { collection_id: collectionId }
  const found: DocumentRow[] = []
  while (true) {
    const { items, total } = await api.documents.list({ ...wanted, limit: 1000, offset: found.length })
    found.push(...items)
    if (items.length === 0 || found.length >= total) return found
  }
}
