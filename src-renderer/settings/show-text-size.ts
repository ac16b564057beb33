import type { Settings } from '../../src-shared/desktop/settings.ts'
import type { ThemeTarget } from './show-theme.ts'

/** Where `public/theme.js` finds it before the core has answered. */
const remembered = 'textSize'

export function showTextSize(size: Settings['text_size'], { root, storage }: Omit<ThemeTarget, 'prefersDark'>): void {
  root.dataset.textSize = size
  storage.setItem(remembered, size)
}
