import type { i18n } from 'i18next'
import type { Page } from '../create-page.ts'

/** Where the next start finds the language before the core has answered. */
const remembered = 'language'

export interface LanguageTarget {
  readonly language: i18n
  readonly page: Pick<Page, 'settings' | 'link'>
  readonly root: HTMLElement
  /** What the system prefers, best first. */
  readonly preferred: readonly string[]
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>
}

/** Shows the language of last time at once, and follows the setting from then on. */
export async function keepLanguage({ language, page, root, preferred, storage }: LanguageTarget): Promise<void> {
  const show = async (chosen: string): Promise<void> => {
    const code = chosen === 'system' ? systemLanguage(preferred) : chosen
    root.lang = code
    storage.setItem(remembered, chosen)
    await language.changeLanguage(code)
  }
  page.settings.subscribe(({ settings }) => {
    // Before the core has answered, what was shown last stays.
    const isKnown = page.link.state.getState().info !== null
    if (isKnown && settings.language !== storage.getItem(remembered)) void show(settings.language)
  })
  await show(storage.getItem(remembered) ?? 'system')
}

/** The first preferred language that is built in. */
export const systemLanguage = (preferred: readonly string[]): string =>
  preferred.map((each) => each.slice(0, 2)).find((code) => code === 'en' || code === 'de') ?? 'en'
