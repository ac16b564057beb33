import type { FindTerm } from '../../src-shared/find/find-terms.ts'

/** More words than this say nothing more, and the list of each would be read. */
const mostTerms = 12

const lengthOf = (term: FindTerm): number => ('words' in term ? term.words.join(' ').length : term.characters.length)

/** Each term once; of a whole paragraph the longest words, which are the rarest, in their order. */
export function tellingTerms(terms: readonly FindTerm[]): readonly FindTerm[] {
  const distinct = [...new Map(terms.map((term) => [JSON.stringify(term), term])).values()]
  if (distinct.length <= mostTerms) return distinct
  const longest = new Set(distinct.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, mostTerms))
  return distinct.filter((term) => longest.has(term))
}
