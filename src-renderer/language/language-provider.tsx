import type { i18n } from 'i18next'
import { type ReactNode, useCallback, useMemo, useSyncExternalStore } from 'react'
import { I18nextProvider } from 'react-i18next'
import { WordsContext } from './use-words.ts'
import { wordsOf } from './words-of.ts'

export interface LanguageProviderProps {
  readonly language: i18n
  readonly children: ReactNode
}

/** Gives everything below it its words, and draws it again when the language changes: one listener, not one a component. */
export function LanguageProvider({ language, children }: LanguageProviderProps) {
  const subscribe = useCallback(
    (changed: () => void) => {
      language.on('languageChanged', changed)
      return () => language.off('languageChanged', changed)
    },
    [language],
  )
  const read = (): string => language.language
  const code = useSyncExternalStore(subscribe, read, read)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words in another language
  const words = useMemo(() => wordsOf(language), [language, code])
  return (
    <I18nextProvider i18n={language}>
      <WordsContext value={words}>{children}</WordsContext>
    </I18nextProvider>
  )
}
