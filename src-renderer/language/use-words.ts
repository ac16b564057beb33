import type { TFunction } from 'i18next'
import { createContext, useContext } from 'react'
import type { Feature } from './english.ts'

/** What turns a key of the feature into words; pass it on to functions that make sentences. */
export type Words<F extends Feature> = TFunction<F extends null ? 'app' : F>

export interface LanguageWords {
  readonly language: string
  /** The same function at each asking, so that what is made of it need not be made again. */
  of<F extends Feature>(feature: F): Words<F>
}

export const WordsContext = createContext<LanguageWords | null>(null)

/** The words of a feature: the same function until the language changes, and then the component is drawn again. */
export const useWords = <F extends Feature>(feature: F): Words<F> => useLanguage().of(feature)

export function useLanguage(): LanguageWords {
  const words = useContext(WordsContext)
  if (words === null) throw new Error('This component is drawn without a language')
  return words
}
