import type { ReadDb } from '../db/database.ts'
import { firstRow } from './vectors/keys.ts'
import { readSpace } from './vectors/spaces.ts'

interface StoredVector {
  readonly scale: number
  readonly vector: Buffer
}

/** How near single passages are to a question, for those that only their words have found. */
export function cosinesOf(
  db: ReadDb,
  { passages, embedderId, query }: { passages: readonly number[]; embedderId: string; query: Float32Array },
): Map<number, number> {
  const space = readSpace(db, embedderId)
  const found = new Map<number, number>()
  if (space?.dimension !== query.length) return found
  const read = db.prepare<[number], StoredVector>('SELECT scale, vector FROM vectors WHERE id = ?')
  for (const passage of passages) {
    const stored = read.get(firstRow(space.id) + passage)
    if (stored) found.set(passage, dot(stored, query))
  }
  return found
}

function dot({ scale, vector }: StoredVector, query: Float32Array): number {
  let sum = 0
  for (let at = 0; at < query.length; at++) sum += vector.readInt8(at) * (query[at] ?? 0)
  return sum * scale
}
