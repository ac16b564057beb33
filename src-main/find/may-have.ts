import type { FindTerm } from '../../src-shared/find/find-terms.ts'
import { asIndexed } from '../../src-shared/retrieval/word-stem.ts'

/** False when the text surely has not all terms: a glance before the text is taken apart. */
export function mayHave(text: string, terms: readonly FindTerm[]): boolean {
  const folded = asIndexed(text)
  const lower = text.toLowerCase()
  return terms.every((term) =>
    'words' in term ? term.words.every((word) => folded.includes(word)) : lower.includes(term.characters),
  )
}
