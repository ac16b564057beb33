import type { i18n } from 'i18next'
import type { Feature } from './english.ts'
import type { LanguageWords, Words } from './use-words.ts'

/** The words of the language that is shown now. Phrases without figures are looked up once. */
export function wordsOf(language: i18n): LanguageWords {
  const made: { [F in Feature]?: Words<F> } = {}
  return {
    language: language.language,
    of<F extends Feature>(feature: F): Words<F> {
      const known = made[feature]
      if (known) return known
      const words: Words<F> = withPhrases(language.getFixedT<F>(language.language, feature))
      Object.assign(made, { [feature]: words })
      return words
    },
  }
}

/** A list draws the same names in every line, and to find one takes i18next longer than React takes to draw it. */
function withPhrases<W extends object>(words: W): W {
  const phrases = new Map<unknown, unknown>()
  return new Proxy(words, {
    apply(look: W & (() => unknown), self: unknown, asked: readonly unknown[]): unknown {
      const [key] = asked
      const phrase: unknown = (asked.length === 1 ? phrases.get(key) : undefined) ?? Reflect.apply(look, self, asked)
      if (asked.length === 1) phrases.set(key, phrase)
      return phrase
    },
  })
}
