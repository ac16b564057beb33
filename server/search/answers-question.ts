import type { SearchResult } from '../../src-shared/api/search.ts'
import { isAnswered, lengthSign, wordWeight } from '../../src-shared/retrieval/is-answered.ts'
import { indexedWords, isUnspaced, queryTerms } from '../../src-shared/retrieval/query-terms.ts'
import { asSearched, hasSpecific, specificsOf } from '../../src-shared/retrieval/specifics.ts'
import { isStopWord } from '../../src-shared/retrieval/stop-words.ts'
import { asIndexed, wordStem } from '../../src-shared/retrieval/word-stem.ts'

/**
 * Whether results can be answered from that an index found which does not tell: by the rule of our own (decision 67), without what takes
 * an index of words to know, which are rare and which are nowhere in the documents.
 */
export function answersQuestion(query: string, results: readonly SearchResult[]): boolean {
  if (results.length === 0) return false
  const terms = tellingTerms(query)
  const texts = results.map(({ content, metadata }) => asSearched([metadata.source, content]))
  const specifics = specificsOf(query)
  const lacking = specifics.filter((specific) => !texts.some((text) => hasSpecific(text, specific)))
  const strengths = results.map(({ scores }, n) => (scores.vector ?? 0) + wordWeight * shareIn(terms, texts.slice(n, n + 1)))
  const signs = {
    ...{ strength: Math.max(...strengths), found: terms.length === 0 ? 1 : shareIn(terms, texts), absent: 0 },
    ...{ missing: lacking.length / Math.max(1, specifics.length), length: lengthSign(terms.length) },
  }
  return isAnswered(signs, { byWords: results.every(({ scores }) => scores.vector === undefined) })
}

/** What the words of a text begin with when they are these. */
function tellingTerms(query: string): readonly string[] {
  const { phrases, identifiers, words } = queryTerms(query)
  const telling = words.filter((word) => !isStopWord(word))
  const used = [...phrases, ...identifiers, ...(telling.length > 0 ? telling : words)].filter((text) => !isUnspaced(text))
  return [...new Set(used.flatMap(indexedWords).map((word) => wordStem(asIndexed(word)) ?? asIndexed(word)))]
}

const shareIn = (terms: readonly string[], texts: readonly string[]): number =>
  terms.filter((term) => texts.some((text) => text.includes(` ${term}`))).length / Math.max(1, terms.length)
