import { Menu } from 'electron'
import type { MenuGroup } from '../../src-shared/desktop/window.ts'
import { type MenuFacts, menuTemplate } from './menu-template.ts'
import type { ShellWords } from './shell-words.ts'

export interface AppMenu {
  /** What the page can do, in its words. */
  show(groups: readonly MenuGroup[]): void
  /** Draws it again, in the language of now. */
  renew(): void
}

export function createAppMenu(facts: Omit<MenuFacts, 'groups' | 'words'>, words: () => ShellWords): AppMenu {
  let groups: readonly MenuGroup[] = []
  const renew = (): void => Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ ...facts, words: words(), groups })))
  return {
    renew,
    show(told) {
      groups = told
      renew()
    },
  }
}
