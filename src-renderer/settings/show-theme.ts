import type { Settings } from '../../src-shared/desktop/settings.ts'

/** Where `public/theme.js` finds the theme before the core has answered. */
const remembered = 'theme'

export interface ThemeTarget {
  readonly root: HTMLElement
  readonly prefersDark: Pick<MediaQueryList, 'matches'>
  readonly storage: Pick<Storage, 'setItem'>
}

export function showTheme(theme: Settings['theme'], { root, prefersDark, storage }: ThemeTarget): void {
  const shown = theme === 'system' ? (prefersDark.matches ? 'dark' : 'light') : theme
  root.dataset.theme = shown
  storage.setItem(remembered, theme)
}
