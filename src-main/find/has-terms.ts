import type { FindTerm } from '../../src-shared/find/find-terms.ts'
import { asIndexed } from '../../src-shared/retrieval/word-stem.ts'

/** Whether a short text has all terms; where, `matchTerms` says of those that are shown. */
export function hasTerms(text: string, terms: readonly FindTerm[]): boolean {
  const words = ` ${asIndexed(text).replaceAll(/[^\p{L}\p{N}\p{M}\p{Co}]+/gu, ' ')} `
  const lower = text.toLowerCase()
  return terms.every((term) => {
    if ('characters' in term) return lower.includes(term.characters)
    return words.includes(` ${term.words.join(' ')}${term.isBeginning ? '' : ' '}`)
  })
}
