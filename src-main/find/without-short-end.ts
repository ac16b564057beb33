import type { FindTerm } from '../../src-shared/find/find-terms.ts'

/** A shorter beginning would be most words there are. */
const shortestBeginning = 3

/**
 * The terms without an end that is only just being typed, where there is more to go by: an index without lists of short beginnings
 * would read every word that begins so, and the next letter asks again anyway.
 */
export function withoutShortEnd(terms: readonly FindTerm[]): readonly FindTerm[] {
  const last = terms.at(-1)
  if (last === undefined || !('words' in last) || !last.isBeginning) return terms
  const end = last.words.at(-1) ?? ''
  if ([...end].length >= shortestBeginning) return terms
  const words = last.words.slice(0, -1)
  const before = terms.slice(0, -1)
  if (words.length > 0) return [...before, { words, isBeginning: false }]
  return before.length > 0 ? before : [{ ...last, isBeginning: false }]
}
