import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { I18nextProvider } from 'react-i18next'
import { createLanguage } from '../../src-renderer/language/create-language.ts'

/** The markup of a component, in English. */
export const draw = (element: ReactNode): string =>
  renderToStaticMarkup(<I18nextProvider i18n={createLanguage()}>{element}</I18nextProvider>)
