import { asIndexed, isPlainText } from '../retrieval/word-stem.ts'
import { type FindTerm, findTerms } from './find-terms.ts'

/** What any text with the term has in it. */
const oneOf = (term: FindTerm): string => ('words' in term ? (term.words[0] ?? '') : term.characters)

/** Whether a short text has all terms; where, `matchTerms` says. */
export function hasTerms(text: string, terms: readonly FindTerm[]): boolean {
  // Most names of twenty thousand have nothing of it, and a look tells.
  if (isPlainText(text) && !terms.every((term) => text.toLowerCase().includes(oneOf(term)))) return false
  const words = ` ${asIndexed(text).replaceAll(/[^\p{L}\p{N}\p{M}\p{Co}]+/gu, ' ')} `
  const lower = text.toLowerCase()
  return terms.every((term) => {
    if ('characters' in term) return lower.includes(term.characters)
    return words.includes(` ${term.words.join(' ')}${term.isBeginning ? '' : ' '}`)
  })
}

/** Whether a name has every word, each perhaps only begun: as names are looked for in a list. */
export function hasWords(name: string, typed: string): boolean {
  const terms = findTerms(typed).map((term) => ('words' in term ? { ...term, isBeginning: true } : term))
  return terms.length > 0 && hasTerms(name, terms)
}
