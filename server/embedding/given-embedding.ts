import type { Components } from '../../src-shared/api/knowledge.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { EmbeddingSpace } from './embedding-space.ts'

/**
 * What a client's model made, with a length of 1. Errors: `EMBEDDING_MISMATCH` {embedding_model, dimension} with those that are taken
 * here, also for a vector that points nowhere.
 */
export function readGiven(space: EmbeddingSpace, model: string | undefined, components: Components): Float32Array {
  const length = lengthOf(components)
  if (model !== space.model || components.length !== space.dimension || !(length > 0)) return refuse(space)
  // Neither `from` with a function nor an iterator: they take ten times as long.
  const vector = new Float32Array(components.length)
  for (let at = 0; at < vector.length; at++) vector[at] = (components[at] ?? 0) / length
  return vector
}

/** `Math.hypot` takes a hundred times as long, and a document has thousands of these. */
function lengthOf(components: Components): number {
  let squares = 0
  for (let at = 0; at < components.length; at++) squares += (components[at] ?? 0) ** 2
  return Math.sqrt(squares)
}

function refuse({ model, dimension }: EmbeddingSpace): never {
  throw new AppError('EMBEDDING_MISMATCH', { embedding_model: model, dimension })
}

/** Nobody here can embed: the client has to. Errors: `EMBEDDING_REQUIRED` {embedding_model, dimension}. */
export function askForEmbedding({ model, dimension }: EmbeddingSpace): never {
  throw new AppError('EMBEDDING_REQUIRED', { embedding_model: model, dimension })
}
