import { embeddingText } from '../../src-shared/retrieval/embedding-text.ts'
import type { DocumentWork } from './document-work.ts'
import type { KnowledgeDeps } from './knowledge-deps.ts'
import { passagesToEmbed, putVectors } from './passages.ts'

/** Passages between two commits: what a kill can cost. */
const passagesPerCommit = 16

/**
 * Gives every passage of the document a vector of this embedder; what has one is passed over. Returns how many were made, or
 * undefined when another embedder came into use meanwhile: the engine has one model for all, so its vectors may be of that one.
 */
export async function embedDocument(
  { db, embedder, embedderModel, pace }: Pick<KnowledgeDeps, 'db' | 'embedder' | 'embedderModel' | 'pace'>,
  { work, embedderId }: { readonly work: DocumentWork; readonly embedderId: string },
  signal: AbortSignal,
): Promise<number | undefined> {
  const { id: documentId, title, name } = work.current()
  const isInUse = (): boolean => embedderModel()?.id === embedderId
  let made = 0
  for (let after = -1; ; ) {
    const passages = passagesToEmbed(db, { documentId, embedderId, after, limit: passagesPerCommit })
    if (passages.length === 0) return isInUse() ? made : undefined
    await pace(work.jobId, signal)
    const texts = passages.map(({ heading, text }) => embeddingText({ title: title ?? name, heading, text }))
    const vectors = await Array.fromAsync(embedder.embed(texts, signal))
    if (!isInUse()) return undefined
    const rows = passages.flatMap(({ rowid }, at) => (vectors[at] === undefined ? [] : [{ passage: rowid, vector: vectors[at] }]))
    work.commit({}, (tx) => putVectors(tx, embedderId, rows))
    made += rows.length
    after = passages.at(-1)?.position ?? after
  }
}
