import type { i18n } from 'i18next'
import { useTranslation } from 'react-i18next'
import { errorSentence, type Fault } from '../../src-shared/errors/error-sentence.ts'
import type { SentenceWords } from '../../src-shared/errors/fill-sentence.ts'

export interface FaultWords {
  /** What happened: the bold line. */
  readonly head: string
  /** What was kept and what to do; may be empty. */
  readonly rest: string
}

export interface Faults {
  /** What happened, what was kept, what to do. */
  sentence(fault: Fault): string
  /** The same, cut after its first part. */
  words(fault: Fault): FaultWords
  /** What a warning means for somebody who asks questions about the document. */
  warning(code: string): string | undefined
}

/** The sentences of errors and notices in the language of the window, drawn again when it changes. */
export function useFaults(): Faults {
  const { i18n } = useTranslation()
  const words = sentenceWords(i18n)
  const sentence = (fault: Fault): string => errorSentence(fault, words)
  return { sentence, words: (fault) => cutWords(sentence(fault)), warning: (code) => words.sentence(`warning.${code}`) }
}

/** What the language has no sentence for is said in the next of its fallbacks, English last. */
export const sentenceWords = (i18n: i18n): SentenceWords => ({
  language: i18n.language,
  sentence: (key) =>
    i18n.languages
      .map((language): unknown => i18n.getResource(language, 'errors', key, { keySeparator: false }))
      .find((found) => typeof found === 'string'),
})

const firstSentence = /^.+?(?:[.:؟](?=\s|$)|[。।])/u

function cutWords(sentence: string): FaultWords {
  const head = firstSentence.exec(sentence)?.[0] ?? sentence
  return { head: head.replace(/[.:]$/, ''), rest: sentence.slice(head.length).trim() }
}
