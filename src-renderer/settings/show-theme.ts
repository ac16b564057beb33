import type { Settings } from '../../src-shared/desktop/settings.ts'

/** Where `public/theme.js` finds the theme before the core has answered. */
const remembered = 'theme'

export interface ThemeTarget {
  readonly root: Pick<HTMLElement, 'dataset'>
  readonly prefersDark: Pick<MediaQueryList, 'matches'>
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>
}

export function showTheme(theme: Settings['theme'], { root, prefersDark, storage }: ThemeTarget): void {
  const shown = theme === 'system' ? (prefersDark.matches ? 'dark' : 'light') : theme
  root.dataset.theme = shown
  storage.setItem(remembered, theme)
}

/** The system changed its theme: whoever follows it does at once, also before the core has answered what is set. */
export function followSystem(target: ThemeTarget): void {
  const shown = target.storage.getItem(remembered)
  showTheme(shown === 'light' || shown === 'dark' ? shown : 'system', target)
}
