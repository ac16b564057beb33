import type { i18n } from 'i18next'
import { shortcutFacts } from '../commands/shortcuts.ts'
import type { Page } from '../create-page.ts'
import { menuGroups } from './menu-groups.ts'
import { performRequest } from './perform-request.ts'

/** Listens to the window the page is in, whenever there is a core between them, and tells it what its menu shows. */
export function followWindow(page: Page, language: i18n): void {
  const { api, state } = page.link

  async function listen(): Promise<void> {
    for await (const request of api.window.requests(undefined)) performRequest(page, request)
  }

  const isInWindow = (): boolean => {
    const { status, info } = state.getState()
    return status === 'connected' && info?.shell === 'electron'
  }

  let shown = ''
  function showMenu(): void {
    if (!isInWindow()) return
    const groups = menuGroups(language.getFixedT(null, 'commands'), shortcutFacts(page))
    const next = JSON.stringify(groups)
    if (next === shown) return
    shown = next
    void page.toasts.getState().attempt(() => api.window.showMenu(groups))
  }

  state.subscribe(({ status }, before) => {
    if (status === before.status || !isInWindow()) return
    // With the connection both end, and the next one begins anew.
    shown = ''
    showMenu()
    void page.toasts.getState().attempt(listen)
  })
  page.settings.subscribe(showMenu)
  language.on('languageChanged', showMenu)
}
