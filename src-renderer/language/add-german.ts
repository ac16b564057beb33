import type { i18n } from 'i18next'
import type * as words from './german.ts'

const onDemand = import.meta.glob<typeof words.german>('./german.ts', { import: 'german' })

/** German comes with the first window that is shown in it: a chunk of its own. Also a dialect falls back to it. */
export async function addGerman(language: i18n): Promise<void> {
  if (language.hasResourceBundle('de', 'app')) return
  const [load] = Object.values(onDemand)
  if (!load) throw new Error('the page was built without German')
  for (const [feature, bundle] of Object.entries(await load())) language.addResourceBundle('de', feature, bundle)
}
