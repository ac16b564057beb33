import type { DocumentKey, KnowledgeStore, StoredPassage } from '../../../server/stores/knowledge-store.ts'

/** None where there is no document. */
export const passagesOf = async (knowledge: KnowledgeStore, key: DocumentKey): Promise<readonly StoredPassage[]> =>
  (await knowledge.readDocument(key))?.passages ?? []
