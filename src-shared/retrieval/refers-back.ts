import { isUnspaced } from './query-terms.ts'
import { isStopWord, looksGerman } from './stop-words.ts'

export interface AskedWords {
  readonly identifiers: readonly string[]
  readonly words: readonly string[]
  /** Words that are not of every question. */
  readonly telling: readonly string[]
}

/** By a word that stands for something, or by being too short to stand alone. */
export type Reference = 'pronoun' | 'short'

const anyOf = (...words: readonly string[]): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${words.join('|')})(?![\p{L}\p{N}])`, 'iu')

/** Words that stand for a thing and mean nothing without it. "There" does so at the end only: "is there …" asks for anything. */
const pronouns = anyOf(
  'it|its|they|them|their|he|him|his|she|her',
  String.raw`there(?=[\s?!.]*$)`,
  'er|sie|ihn|ihm|ihr|ihre|ihrem|ihren|deren|dessen|davon|dafür|damit|dazu|dabei|dort',
  'lui|leur|leurs|cela|ça|eso|ello|suyo|suya',
)

/** Words that point back in some questions and only join the words of others. */
const pointers = anyOf('this|that|these|those|then|one|ones|same|else', 'dieser|diese|dieses|celui|celle|ceux|ese|esa|este|esta')
const beginnings = /^[¿\s]*(?:and|what about|how about|und|was ist mit|wie ist es|et|y|e)(?![\p{L}\p{N}-])/iu

const unspacedPronouns = /[它他她其]|这个|那个|それ|その|これ|この|そこ|그것|거기/u

/** "Sie" and "Ihr" for the person who is spoken to. */
const politeForms = /(?<=\S\s)(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)(?!\p{L})/gu

const mostTelling = { besidePronoun: 3, besidePointer: 2, unspaced: 6 }

/**
 * Whether a question leaves out what it is about; null for one that says it: it has a name of its own, or too many words that tell. A name that
 * comes after the pronoun may be what is asked about the old subject ("does it run on Windows?").
 */
export function refersBack(question: string, { identifiers, words, telling }: AskedWords): Reference | null {
  const text = question.replaceAll(politeForms, '')
  if (isUnspaced(text)) {
    if (unspacedPronouns.test(text)) return 'pronoun'
    return [...text].length <= mostTelling.unspaced ? 'short' : null
  }
  const size = telling.length + identifiers.length
  const nameAt = firstName(text, { identifiers, words })
  const pronounAt = text.search(pronouns)
  if (pronounAt >= 0 && (nameAt < 0 || (pronounAt < nameAt && size <= mostTelling.besidePronoun))) return 'pronoun'
  // "And for the K-250?" names something new and still leaves out what is asked about it.
  if (size <= 1) return 'short'
  const isPointing = pointers.test(text) || beginnings.test(text)
  return isPointing && nameAt < 0 && size <= mostTelling.besidePointer ? 'short' : null
}

/** Where the first name begins, -1 without any. In German every noun looks like one: there it takes two of them. */
function firstName(text: string, { identifiers, words }: Pick<AskedWords, 'identifiers' | 'words'>): number {
  const capitals = [...text.matchAll(/(?<=[\p{L}\p{N},;:)]\s+)\p{Lu}\p{Ll}\p{L}*/gu)].filter(([word]) => !isStopWord(word))
  const fewest = looksGerman(words) ? 2 : 1
  const named = capitals.length >= fewest ? capitals.map(({ index }) => index) : []
  const places = [...named, ...identifiers.map((name) => text.indexOf(name))].filter((at) => at >= 0)
  return places.length === 0 ? -1 : Math.min(...places)
}
