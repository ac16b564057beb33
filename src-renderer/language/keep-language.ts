import type { i18n } from 'i18next'
import type { LanguageRow } from '../../src-shared/rows/language.ts'
import type { Page } from '../create-page.ts'
import { addGerman } from './add-german.ts'
import { understandWords } from './language-words.ts'

/** Where the next start finds the language before the core has answered. */
const remembered = 'language'

export interface LanguageTarget {
  readonly language: i18n
  readonly page: Pick<Page, 'settings' | 'languages' | 'link'>
  readonly root: HTMLElement
  /** What the system prefers, best first. */
  readonly preferred: readonly string[]
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>
}

/**
 * Shows the language of last time at once, and follows the setting from then on. One that was added lies in the store, so it
 * comes when the store has answered; until then, and when it is gone, the language of the system stands in.
 */
export async function keepLanguage({ language, page, root, preferred, storage }: LanguageTarget): Promise<void> {
  let wanted = 0
  const show = async (chosen: string): Promise<void> => {
    wanted += 1
    const turn = wanted
    storage.setItem(remembered, chosen)
    const added = page.languages.getState().added?.find(({ tag }) => tag === chosen)
    const code = added || isBuiltIn(chosen) ? chosen : systemLanguage(preferred)
    // Words that do not come are said in English.
    if (code.slice(0, 2) === 'de') await addGerman(language).catch(() => {})
    // Another one was chosen while its words came.
    if (turn !== wanted) return
    if (added) {
      // What is drawn knows a language by its tag: other words of the same tag are another language to it.
      if (language.language === code) await language.changeLanguage('en')
      putWords(language, added)
    }
    root.lang = code
    root.dir = added?.direction ?? 'ltr'
    await language.changeLanguage(code)
  }
  page.settings.subscribe(({ settings }) => {
    // Before the core has answered, what was shown last stays.
    const isKnown = page.link.state.getState().info !== null
    if (isKnown && settings.language !== storage.getItem(remembered)) void show(settings.language)
  })
  page.languages.subscribe(({ added }, before) => {
    const chosen = storage.getItem(remembered) ?? 'system'
    const of = (rows: typeof added): LanguageRow | undefined => rows?.find(({ tag }) => tag === chosen)
    if (of(added)?.added_at !== of(before.added)?.added_at) void show(chosen)
  })
  await show(storage.getItem(remembered) ?? 'system')
}

/** In the place of what an earlier file of the tag said. */
function putWords(language: i18n, row: LanguageRow): void {
  for (const feature of Object.keys(language.getDataByLanguage('en') ?? {})) language.removeResourceBundle(row.tag, feature)
  for (const [feature, bundle] of understandWords(row).bundles) language.addResourceBundle(row.tag, feature, bundle)
}

const isBuiltIn = (code: string): boolean => code === 'en' || code === 'de'

/** The first preferred language that is built in. */
export const systemLanguage = (preferred: readonly string[]): string =>
  preferred.map((each) => each.slice(0, 2)).find(isBuiltIn) ?? 'en'
