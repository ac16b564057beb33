import type { i18n } from 'i18next'

/** Shows this language; one that is not built in falls back to English, word by word. */
export async function takeLanguage(language: i18n, code: string): Promise<void> {
  if (code === 'de' && !language.hasResourceBundle('de', 'app')) {
    const { german } = await import('./german.ts')
    for (const [feature, words] of Object.entries(german)) language.addResourceBundle('de', feature, words)
  }
  await language.changeLanguage(code)
}
