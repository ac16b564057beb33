import { type QueryTerms, queryTerms } from './query-terms.ts'
import { type Reference, refersBack } from './refers-back.ts'
import { isStopWord } from './stop-words.ts'

/** Longer questions say themselves what they are about. */
const mostWords = 9

/** What a talk was about longer ago is another matter. */
const mostEarlier = 12

interface Topic {
  /** Phrases and identifiers. */
  readonly names: readonly string[]
  readonly words: readonly string[]
}

/**
 * A question that refers back ("what about its warranty?") together with what the talk is about: only the words that say so are
 * taken along, so that the old question is not answered again. Any other question as it is. `earlier` questions come oldest first; one that
 * refers back itself goes on with the topic of those before it.
 */
export function withSubject(question: string, earlier: readonly string[]): string {
  const reference = earlier.length === 0 ? null : referenceOf(question, queryTerms(question))
  if (reference === null) return question
  const { names, words } = earlier.slice(-mostEarlier).reduce(topicAfter, { names: [], words: [] })
  // "And for the K-250?" names what takes the place of the name before.
  const isInPlace = reference === 'short' && namesOf(queryTerms(question)).length > 0
  const subject = [...(isInPlace ? [] : names), ...words].slice(0, mostWords)
  return subject.length === 0 ? question : `${question} (${subject.join(' ')})`
}

const namesOf = ({ phrases, identifiers }: QueryTerms): string[] => [...phrases, ...identifiers]
const tellingOf = ({ words }: QueryTerms): string[] => words.filter((word) => !isStopWord(word))

function topicAfter(topic: Topic, question: string): Topic {
  const terms = queryTerms(question)
  const names = namesOf(terms)
  if (topic.names.length + topic.words.length === 0 || referenceOf(question, terms) === null)
    return { names, words: tellingOf(terms) }
  return { names: names.length > 0 ? names : topic.names, words: topic.words }
}

function referenceOf(question: string, terms: QueryTerms): Reference | null {
  const size = terms.words.length + terms.identifiers.length
  if (size > mostWords || terms.phrases.length > 0) return null
  return refersBack(question, { ...terms, telling: tellingOf(terms) })
}
