import { embeddingText } from '../../src-shared/retrieval/embedding-text.ts'
import type { DocumentWork } from './document-work.ts'
import type { KnowledgeDeps } from './knowledge-deps.ts'
import { type PassageToEmbed, passagesToEmbed, putVectors } from './passages.ts'

/** Passages between two commits: what a kill can cost, twice as many at most. */
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

  function begin(after: number): Embedding | undefined {
    const passages = passagesToEmbed(db, { documentId, embedderId, after, limit: passagesPerCommit })
    if (passages.length === 0) return undefined
    const texts = passages.map(({ heading, text }) => embeddingText({ title: title ?? name, heading, text }))
    const vectors = Array.fromAsync(embedder.embed(texts, signal))
    // It may be given up before anybody waits for it.
    vectors.catch(() => undefined)
    return { passages, vectors }
  }

  let made = 0
  for (let current = begin(-1); current !== undefined; ) {
    const { passages } = current
    const vectors = await current.vectors
    if (!isInUse()) return undefined
    await pace(work.jobId, signal)
    // The embedder goes on with the next ones while these are written.
    const next = begin(passages.at(-1)?.position ?? -1)
    const rows = passages.flatMap(({ rowid }, at) => (vectors[at] === undefined ? [] : [{ passage: rowid, vector: vectors[at] }]))
    work.commit({}, (tx) => putVectors(tx, embedderId, rows))
    made += rows.length
    current = next
  }
  return isInUse() ? made : undefined
}

interface Embedding {
  readonly passages: readonly PassageToEmbed[]
  readonly vectors: Promise<Float32Array[]>
}
