import type { Route, RouteCause } from '../desktop/search.ts'
import { isUnspaced, queryTerms } from './query-terms.ts'
import { looksForeign } from './stop-words.ts'

export interface ChosenRoute {
  readonly route: Exclude<Route, 'auto'>
  /** In a few words a person understands. */
  readonly reason: string
  /** The same for the page, which has words of its own. */
  readonly cause: RouteCause
  /** How much the two scores count when they are fused. */
  readonly weights: { readonly exact: number; readonly vector: number }
}

/** Found on the tuning half of `test/quality`: from 0.25 to 0.5 for the words little changes. */
const even = { exact: 0.5, vector: 0.5 }
const forMeaning = { exact: 1 / 3, vector: 2 / 3 }
/** The embedders that Hearth offers have learned English; in other languages they know little but the topic. */
const forWords = { exact: 2 / 3, vector: 1 / 3 }

/** The way to look for `query`: by its words, by its meaning or by both. A route that was asked for is taken. */
export function chooseRoute(query: string, asked: Route): ChosenRoute {
  const meant = isQuestion(query)
  const { phrases, identifiers, words } = queryTerms(query)
  const forQuestions = isUnspaced(query) || looksForeign(words) ? forWords : forMeaning
  if (asked !== 'auto') return { route: asked, reason: 'as asked for', cause: 'asked', weights: meant ? forQuestions : even }
  if (phrases.length > 0 && (!meant || identifiers.length + words.length === 0))
    return { route: 'exact', reason: 'a phrase in quotation marks', cause: 'phrase', weights: even }
  if (identifiers.length > 0 && words.length <= 2 && !meant) {
    return { route: 'exact', reason: 'a name, a number or a file name', cause: 'name', weights: even }
  }
  if (phrases.length + identifiers.length > 0) {
    return { route: 'hybrid', reason: 'a question that names something exactly', cause: 'question_with_name', weights: even }
  }
  if (meant)
    return {
      route: 'hybrid',
      reason: 'a question: its meaning counts more than its words',
      cause: 'question',
      weights: forQuestions,
    }
  return { route: 'hybrid', reason: 'a few keywords: words and meaning', cause: 'keywords', weights: even }
}

/** Longer than a list of keywords usually is. */
const manyWords = 6

const questionWords = new Set(
  `what when where which who whom whose why how is are was were do does did can could should would will may must has have
  was wann wo welche welcher welches wer wem wen wessen warum wieso weshalb wie ist sind kann können darf muss soll gibt
  quel quelle quels quelles quand où qui que quoi pourquoi comment est-ce combien
  qué cuándo dónde cuál cuáles quién por cómo cuánto
  cosa quando dove quale chi perché come quanto explain describe tell show erkläre beschreibe explique`.split(/\s+/u),
)

function isQuestion(query: string): boolean {
  const words = query.trim().toLowerCase().split(/\s+/u)
  if (/[?？]\s*$/u.test(query)) return true
  if (isUnspaced(query)) return /[吗呢么か]$/u.test(query.trim())
  return words.length >= manyWords || (words.length >= 3 && questionWords.has(words[0] ?? ''))
}
