import { indexedWords } from '../../src-shared/retrieval/query-terms.ts'

/** The same text always gives the same normalised vector, and texts that share words are near each other: no model needed. */
export function wordVector(text: string, dimension = 64): Float32Array {
  const vector = new Float32Array(dimension)
  for (const word of indexedWords(text.toLowerCase())) {
    const hash = [...word].reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0, 7)
    const at = Math.abs(hash) % dimension
    vector[at] = (vector[at] ?? 0) + 1
  }
  const length = Math.hypot(...vector)
  if (length === 0) vector[0] = 1
  return vector.map((value) => value / (length || 1))
}
