import { embeddingText } from '../../src-shared/retrieval/embedding-text.ts'
import type { DocumentWork } from './document-work.ts'
import type { KnowledgeDeps } from './knowledge-deps.ts'
import { passagesToEmbed, putVectors } from './passages.ts'

/** Passages between two commits: what a kill can cost. */
const passagesPerCommit = 16

/** Gives every passage of the document a vector of this embedder; what has one is passed over. Returns how many were made. */
export async function embedDocument(
  { db, embedder }: Pick<KnowledgeDeps, 'db' | 'embedder'>,
  { work, embedderId }: { readonly work: DocumentWork; readonly embedderId: string },
  signal: AbortSignal,
): Promise<number> {
  const { id: documentId, title, name } = work.current()
  let made = 0
  for (let after = -1; ; ) {
    const passages = passagesToEmbed(db, { documentId, embedderId, after, limit: passagesPerCommit })
    if (passages.length === 0) return made
    const texts = passages.map(({ heading, text }) => embeddingText({ title: title ?? name, heading, text }))
    const vectors = await Array.fromAsync(embedder.embed(texts, signal))
    const rows = passages.flatMap(({ rowid }, at) => (vectors[at] === undefined ? [] : [{ passage: rowid, vector: vectors[at] }]))
    work.commit({}, (tx) => putVectors(tx, embedderId, rows))
    made += rows.length
    after = passages.at(-1)?.position ?? after
  }
}
