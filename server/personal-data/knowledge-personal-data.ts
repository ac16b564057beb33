import type { DocumentHead, DocumentPlace, KnowledgeStore } from '../stores/knowledge-store.ts'
import type { PersonalStore } from './personal-store.ts'

const documentsAtOnce = 100

/** What somebody gave to be searched. The vectors say nothing that the text does not, and are not handed out. */
export const knowledgePersonalData = (knowledge: KnowledgeStore): PersonalStore => ({
  name: 'knowledge',

  async collect(userId) {
    const documents: unknown[] = []
    for await (const head of everyDocument(knowledge, userId)) {
      const passages = await knowledge.readPassages(head)
      documents.push({
        ...head,
        passages: passages.map(({ position, content, usage_stats }) => ({ position, content, usage_stats })),
      })
    }
    return { knowledge_vectors: documents }
  },

  erase: (userId) => knowledge.deleteUser(userId),

  async count(userId) {
    const { documents } = await knowledge.listDocuments(userId, { limit: documentsAtOnce })
    return documents.length + (await knowledge.knownUsers([userId])).length
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
