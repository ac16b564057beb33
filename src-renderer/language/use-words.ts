import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Feature } from './english.ts'

/** What turns a key of the feature into words; pass it on to functions that make sentences. */
export type Words<F extends Feature> = TFunction<F extends null ? 'app' : F>

/** The words of a feature, drawn again when the language changes. */
export function useWords<F extends Feature>(feature: F): Words<F> {
  const { i18n } = useTranslation()
  return i18n.getFixedT<F>(null, feature)
}
