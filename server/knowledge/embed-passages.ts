import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DocumentBody } from '../../src-shared/api/knowledge.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { EmbeddingSpace } from '../embedding/embedding-space.ts'
import { askForEmbedding, readGiven } from '../embedding/given-embedding.ts'
import type { Embedder } from '../engines/embedder.ts'
import type { DocumentKey, KnowledgePassage } from '../stores/knowledge-store.ts'
import type { KnowledgeDeps } from './knowledge-deps.ts'
import { makePassages } from './make-passages.ts'

type Given = Pick<DocumentBody, 'content' | 'passages' | 'embedding_model'>

/**
 * The passages of what was given, each with its vector: the client's, or the server's own. Errors: `EMBEDDING_MISMATCH`,
 * `EMBEDDING_REQUIRED`, `VALIDATION_FAILED` where a text makes too many, `MODEL_UNAVAILABLE`.
 */
export async function embedPassages(
  deps: KnowledgeDeps,
  { key, given, most }: { readonly key: DocumentKey; readonly given: Given; readonly most: number },
  signal: AbortSignal,
): Promise<readonly KnowledgePassage[]> {
  const { embedder } = deps
  const space = await deps.findSpace(signal)
  const ready = await readAll(space, given, signal)
  if (ready.length > 0) return ready
  if (embedder === undefined) return askForEmbedding(space)
  const texts =
    given.content === undefined
      ? (given.passages ?? []).map(({ content }) => content)
      : await makePassages(embedder, given.content, signal)
  if (texts.length > most) throw new AppError('VALIDATION_FAILED', { field: 'content', issues: [] })
  return embedNew(deps, { key, texts, embedder }, signal)
}

/** So many vectors of 768 numbers take some milliseconds. */
const vectorsAtOnce = 200

/** Those that the client has embedded. Whoever asks for something else does not wait for all of them. */
async function readAll(space: EmbeddingSpace, given: Given, signal: AbortSignal): Promise<readonly KnowledgePassage[]> {
  const read: KnowledgePassage[] = []
  for (const { content, embedding } of given.passages ?? []) {
    if (embedding === undefined) continue
    if (read.length % vectorsAtOnce === vectorsAtOnce - 1) await nextTurn(undefined, { signal })
    read.push({ content, embedding: readGiven(space, given.embedding_model, embedding) })
  }
  return read
}

interface ToEmbed {
  readonly key: DocumentKey
  readonly texts: readonly string[]
  readonly embedder: Embedder
}

/** What stands in the document already as it is has its vector. */
async function embedNew({ knowledge }: KnowledgeDeps, { key, texts, embedder }: ToEmbed, signal: AbortSignal) {
  const former = await knowledge.readDocument(key)
  const before = former?.head.embedder === embedder.modelId ? former.passages : []
  const vectors = new Map(before.map(({ content, embedding }) => [content, embedding]))
  const missing = [...new Set(texts)].filter((text) => !vectors.has(text))
  const made = await embedder.embed(missing, signal)
  for (const [at, text] of missing.entries()) {
    const vector = made[at]
    if (vector !== undefined) vectors.set(text, vector)
  }
  return texts.map((content) => ({ content, embedding: vectors.get(content) ?? unmade() }))
}

function unmade(): never {
  throw new AppError('MODEL_UNAVAILABLE')
}
