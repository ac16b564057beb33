import { queryTerms } from './query-terms.ts'
import { isStopWord } from './stop-words.ts'

/** Longer questions say themselves what they are about. */
const mostWords = 9

const refersBack = new RegExp(
  [
    String.raw`\b(?:it|its|they|them|their|he|him|his|she|her|this|that|these|those|there|then|one|ones|same|else)\b`,
    String.raw`^(?:and|what about|how about|und|was ist mit|wie ist es|et|y|e)\b`,
    String.raw`\b(?:er|sie|es|ihn|ihm|ihr|ihre|ihrem|ihren|deren|dessen|davon|dafür|damit|dazu|dabei|dort|dieser|diese|dieses)\b`,
    String.raw`\b(?:celui|celle|ceux|cela|ça|lui|leur|leurs|ese|esa|eso|ello|este|esta|suyo|suya)\b`,
  ].join('|'),
  'iu',
)

/**
 * A question that refers back ("what about its warranty?") together with what the question before it was about: only the words that
 * say so are taken along, so that the old question is not answered again. Any other question as it is.
 */
export function withSubject(question: string, before: string | undefined): string {
  if (before === undefined || !isFollowUp(question)) return question
  const { phrases, identifiers, words } = queryTerms(before)
  const subject = [...phrases, ...identifiers, ...words.filter((word) => !isStopWord(word))].slice(0, mostWords)
  return subject.length === 0 ? question : `${question} (${subject.join(' ')})`
}

function isFollowUp(question: string): boolean {
  const { phrases, identifiers, words } = queryTerms(question)
  const named = phrases.length + identifiers.length
  if (words.length + named > mostWords || phrases.length > 0) return false
  const telling = words.filter((word) => !isStopWord(word))
  // "And for the K-250?" names something new and still leaves out what is asked about it.
  return refersBack.test(question) || telling.length + named <= 1
}
