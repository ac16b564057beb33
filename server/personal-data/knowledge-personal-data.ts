import type { DocumentHead, DocumentPlace, KnowledgeStore } from '../stores/knowledge-store.ts'
import type { PersonalStore } from './personal-store.ts'

const documentsAtOnce = 100

/** What somebody gave to be searched. The vectors say nothing that the text does not, and are not handed out. */
export const knowledgePersonalData = (knowledge: KnowledgeStore): PersonalStore => ({
  name: 'knowledge',

  async collect(userId) {
    const documents: unknown[] = []
    for await (const head of everyDocument(knowledge, userId)) {
      const found = await knowledge.readDocument(head)
      if (found === undefined) continue
      documents.push({
        ...found.head,
        passages: found.passages.map(({ position, content, usage_stats }) => ({ position, content, usage_stats })),
      })
    }
    return { knowledge_vectors: documents }
  },

  erase: (userId) => knowledge.deleteUser(userId),

  async count(userId) {
    const { documents } = await knowledge.listDocuments(userId, { limit: documentsAtOnce })
    const [passages, known] = [await knowledge.countPassages(userId), await knowledge.knownUsers([userId])]
    return documents.length + passages + known.length
  },
})

async function* everyDocument(knowledge: KnowledgeStore, userId: string): AsyncGenerator<DocumentHead, void> {
  let after: DocumentPlace | undefined
  do {
    const page = await knowledge.listDocuments(userId, { limit: documentsAtOnce, after })
    yield* page.documents
    after = page.next
  } while (after !== undefined)
}
