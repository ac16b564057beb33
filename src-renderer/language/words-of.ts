import type { i18n } from 'i18next'
import type { Feature } from './english.ts'
import type { LanguageWords, Words } from './use-words.ts'

/** The words of the language that is shown now. Phrases without figures are looked up once. */
export function wordsOf(language: i18n): LanguageWords {
  const made = new Map<Feature, Words<Feature>>()
  return {
    language: language.language,
    of<F extends Feature>(feature: F): Words<F> {
      const words = made.get(feature) ?? withPhrases(language.getFixedT<Feature>(language.language, feature))
      made.set(feature, words)
      return words as Words<F>
    },
  }
}

/** A list draws the same names in every line, and to find one takes i18next longer than React takes to draw it. */
function withPhrases(words: Words<Feature>): Words<Feature> {
  const phrases = new Map<unknown, unknown>()
  return new Proxy(words, {
    apply(look, self, asked: readonly unknown[]): unknown {
      const [key] = asked
      const phrase: unknown = (asked.length === 1 ? phrases.get(key) : undefined) ?? Reflect.apply(look, self, asked)
      if (asked.length === 1) phrases.set(key, phrase)
      return phrase
    },
  })
}
