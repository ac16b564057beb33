import { createInstance, type i18n } from 'i18next'
import { countText, dateText, dayText, decimalText, durationText, momentText, secondText, sizeText } from '../ui/figures.ts'
import { english } from './english.ts'
import { isolateText } from './isolate-text.ts'

/**
 * Words by feature and key, in English until another language is taken; `addGerman` brings the other one that is built in. Figures are written by the language too:
 * `{{size, bytes}}`, `{{count, number}}`, `{{took, duration}}` (ms), `{{at, day}}`, `{{at, moment}}` and `{{at, second}}` (ms since 1970).
 */
export function createLanguage(): i18n {
  const language = createInstance()
  void language.init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'app',
    resources: { en: english },
    initAsync: false,
    // React escapes; escaping here would show "&amp;". What is put into a sentence must not turn it round.
    interpolation: { escapeValue: true, escape: isolateText },
  })
  const formats = language.services.formatter
  formats?.add('bytes', (value: number, lng = 'en') => sizeText(value, lng))
  formats?.add('number', (value: number, lng = 'en') => countText(value, lng))
  formats?.add('duration', (value: number, lng = 'en') => durationText(value, lng))
  formats?.add('moment', (value: number, lng = 'en') => momentText(value, { now: Date.now(), language: lng }))
  formats?.add('second', (value: number, lng = 'en') => secondText(value, { now: Date.now(), language: lng }))
  formats?.add('day', (value: number, lng = 'en') => dayText(value, { now: Date.now(), language: lng }))
  formats?.add('date', (value: number, lng = 'en') => dateText(value, { now: Date.now(), language: lng }))
  formats?.add('decimal', (value: number, lng = 'en', { digits = 1 } = {}) => decimalText(value, Number(digits), lng))
  return language
}
