import type { SemanticBody } from '../../src-shared/api/search.ts'
import { embedQuery } from '../embedding/embed-query.ts'
import { askForEmbedding, readGiven } from '../embedding/given-embedding.ts'
import type { SearchDeps } from './search-deps.ts'

type Asked = Pick<SemanticBody, 'query' | 'embedding' | 'embedding_model'>

/** The client's, else the server's own; undefined when nobody has one: then the words have to do. Errors: `EMBEDDING_MISMATCH`. */
export async function queryVector(deps: SearchDeps, asked: Asked, signal: AbortSignal): Promise<Float32Array | undefined> {
  const { embedder, reads, findSpace } = deps
  if (asked.embedding !== undefined) return readGiven(await findSpace(signal), asked.embedding_model, asked.embedding)
  return embedder === undefined ? undefined : embedQuery({ embedder, reads }, asked.query, signal)
}

/** Errors: `EMBEDDING_REQUIRED`, `EMBEDDING_MISMATCH`. */
export const neededVector = async (deps: SearchDeps, asked: Asked, signal: AbortSignal): Promise<Float32Array> =>
  (await queryVector(deps, asked, signal)) ?? askForEmbedding(await deps.findSpace(signal))
