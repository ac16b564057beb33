import { createSeededRandom } from '../seeded-random.ts'

/** A vector of ±1 for each meaning, drawn from its name alone: nearly at right angles to all others, the same on every machine. */
export function drawMeaningVectors(meanings: readonly string[], dimension: number): Int8Array {
  const vectors = new Int8Array(meanings.length * dimension)
  for (const [row, meaning] of meanings.entries()) {
    const random = createSeededRandom(hashText(meaning))
    for (let at = 0; at < dimension; at++) vectors[row * dimension + at] = random() < 0.5 ? -1 : 1
  }
  return vectors
}

/** FNV-1a over UTF-16 units. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
