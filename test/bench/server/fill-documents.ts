import type { KnowledgeStore } from '../../../server/stores/knowledge-store.ts'
import { newId } from '../../../src-shared/ids.ts'
import { createVectors } from '../vectors/generate-vectors.ts'

export const dimension = 768
const passagesPerDocument = 100

export interface FillingDocuments {
  readonly knowledge: KnowledgeStore
  readonly userId: string
  readonly count: number
  readonly embedder: string
  readonly tell: (line: string) => void
}

/** So many passages of one user, by the server's own adapter, as clustered as a model's vectors; questions are drawn like them. */
export async function fillDocuments({
  knowledge,
  userId,
  count,
  embedder,
  tell,
}: FillingDocuments): Promise<readonly number[][]> {
  const source = createVectors('a', { dimension, count })
  const at = new Date()
  for (let from = 0; from < count; from += passagesPerDocument) {
    const rows = Array.from({ length: Math.min(passagesPerDocument, count - from) }, (_, n) => from + n)
    await knowledge.putDocument({
      ...{ user_id: userId, document_id: newId(), embedder },
      metadata: { source: `${from}.txt`, category: null, tags: [], importance: 0.5, created_at: at, updated_at: at },
      passages: rows.map((n) => ({ content: `Passage ${n} of ${from}.`, embedding: source.vector(n).slice() })),
    })
    if (from % (100 * passagesPerDocument) === 0) tell(`${from} of ${count} passages written`)
  }
  return Array.from({ length: questions }, (_, n) => Array.from(source.question(n)))
}

/** More than are asked, so that no answer comes out of the cache. */
const questions = 600
