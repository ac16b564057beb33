import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { createLanguage } from '../../src-renderer/language/create-language.ts'
import { LanguageProvider } from '../../src-renderer/language/language-provider.tsx'

/** The markup of a component, in English. */
export const draw = (element: ReactNode): string =>
  renderToStaticMarkup(<LanguageProvider language={createLanguage()}>{element}</LanguageProvider>)
