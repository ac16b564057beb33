import { embeddingText } from '../../src-shared/retrieval/embedding-text.ts'
import { putVectors } from '../db/put-vectors.ts'
import type { DocumentWork } from './document-work.ts'
import type { KnowledgeDeps } from './knowledge-deps.ts'
import { type PassageToEmbed, passagesToEmbed } from './passages.ts'
import type { Reading } from './reading.ts'

/** Passages between two commits: what a kill can cost, twice as many at most. */
const passagesPerCommit = 16

type EmbedDeps = Pick<KnowledgeDeps, 'db' | 'embedder' | 'embedderModel' | 'pace'>

interface ToEmbed {
  readonly work: DocumentWork
  readonly reading: Pick<Reading, 'isOver' | 'more'>
  readonly embedderId: string
}

/**
 * Gives every passage of the document a vector of this embedder, those that are still being written as they come; what has one is
 * passed over. Returns how many were made, or undefined when another embedder came into use meanwhile: the engine has one model
 * for all, so its vectors may be of that one.
 */
export async function embedDocument(deps: EmbedDeps, toEmbed: ToEmbed, signal: AbortSignal): Promise<number | undefined> {
  const { work, embedderId } = toEmbed
  const left = new AbortController()
  const next = createBatches(deps, toEmbed, AbortSignal.any([signal, left.signal]))
  const isInUse = (): boolean => deps.embedderModel()?.id === embedderId
  let made = 0
  try {
    for (let current = await next(-1); current !== undefined; ) {
      await current.isNearlyDone
      await deps.pace(work.jobId, signal)
      // Asked for before the last of these has come: the embedder goes on while these are written, and waits for nobody.
      const following = next(current.passages.at(-1)?.position ?? -1)
      following.catch(() => undefined)
      const vectors = await current.vectors
      if (!isInUse()) return undefined
      const rows = withVectors(current.passages, vectors)
      work.commit({}, (tx) => putVectors(tx, embedderId, rows))
      made += rows.length
      current = await following
    }
    return isInUse() ? made : undefined
  } finally {
    left.abort()
  }
}

interface Batch {
  readonly passages: readonly PassageToEmbed[]
  readonly vectors: Promise<readonly Float32Array[]>
  /** Resolves when all but one have come, or none will. */
  readonly isNearlyDone: Promise<void>
}

/** The passages behind a position, once there are some; undefined when there are none and none will come. */
function createBatches(
  { db, embedder }: EmbedDeps,
  { work, reading, embedderId }: ToEmbed,
  signal: AbortSignal,
): (after: number) => Promise<Batch | undefined> {
  const { documentId } = work

  function begin(passages: readonly PassageToEmbed[]): Batch {
    const { title, name } = work.current()
    const texts = passages.map(({ heading, text }) => embeddingText({ title: title ?? name, heading, text }))
    const nearly = Promise.withResolvers<void>()
    async function collect(): Promise<Float32Array[]> {
      const vectors: Float32Array[] = []
      for await (const vector of embedder.embed(texts, signal)) {
        vectors.push(vector)
        if (vectors.length >= texts.length - 1) nearly.resolve()
      }
      return vectors
    }
    const vectors = collect().finally(nearly.resolve)
    // It may be given up before anybody waits for it.
    vectors.catch(() => undefined)
    return { passages, vectors, isNearlyDone: nearly.promise }
  }

  return async (after) => {
    for (;;) {
      const more = reading.more()
      const isAll = reading.isOver()
      const passages = passagesToEmbed(db, { documentId, embedderId, after, limit: passagesPerCommit })
      if (passages.length > 0) return begin(passages)
      if (isAll) return undefined
      await more
    }
  }
}

const withVectors = (passages: readonly PassageToEmbed[], vectors: readonly Float32Array[]) =>
  passages.flatMap(({ rowid }, at) => (vectors[at] === undefined ? [] : [{ passage: rowid, vector: vectors[at] }]))
