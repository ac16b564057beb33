import { quantise } from '../../src-shared/retrieval/quantise-vector.ts'
import type { WriteDb } from './database.ts'

interface EmbeddedPassage {
  /** Row id. */
  readonly passage: number
  readonly vector: Float32Array
}

/**
 * Passages that are gone by now are passed over. Throws a RangeError for what is no normalised vector, or of another dimension than those
 * the embedder made before.
 */
export function putVectors(tx: WriteDb, embedderId: string, vectors: readonly EmbeddedPassage[]): void {
  const space = spaceFor(tx, embedderId, vectors[0]?.vector.length)
  if (space === undefined) return
  const put = tx.prepare(`
    INSERT INTO vectors (id, scale, vector) SELECT (? << 40) + rowid, ?, ? FROM passages WHERE rowid = ?
    ON CONFLICT (id) DO UPDATE SET scale = excluded.scale, vector = excluded.vector
  `)
  for (const { passage, vector } of vectors) {
    if (vector.length !== space.dimension)
      throw new RangeError(`A vector of ${vector.length} components among those of ${space.dimension}`)
    const { scale, codes } = quantise(vector)
    put.run(space.id, scale, Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength), passage)
  }
}

/** Made with the embedder's first vector; while there is none, the dimension is open. */
function spaceFor(tx: WriteDb, embedderId: string, dimension: number | undefined): { id: number; dimension: number } | undefined {
  if (dimension === undefined) return undefined
  tx.prepare(`
    INSERT INTO vector_spaces (embedder_id, dimension) VALUES (?, ?)
    ON CONFLICT (embedder_id) DO UPDATE SET dimension = excluded.dimension WHERE size = 0 AND generation = 0
  `).run(embedderId, dimension)
  return tx
    .prepare<[string], { id: number; dimension: number }>('SELECT id, dimension FROM vector_spaces WHERE embedder_id = ?')
    .get(embedderId)
}
