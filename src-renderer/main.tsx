import './no-code-from-text.ts'
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/direction.css'
import { createRoot } from 'react-dom/client'
import { connectToCore } from './api.ts'
import { App } from './app.tsx'
import { createPage } from './create-page.ts'
import { followCore } from './follow-core.ts'
import { createLanguage } from './language/create-language.ts'
import { keepLanguage } from './language/keep-language.ts'
import { LanguageProvider } from './language/language-provider.tsx'
import { AccessGate } from './lock/access-gate.tsx'
import { tellPresence } from './lock/tell-presence.ts'
import { createPageDrawer } from './markdown/drawing/create-page-drawer.ts'
import { DrawerContext } from './markdown/drawing/use-drawing.ts'
import { createPages, fetchPages } from './pages-on-demand.ts'
import { placeOf } from './place/place-store.ts'
import { showTextSize } from './settings/show-text-size.ts'
import { followSystem, showTheme } from './settings/show-theme.ts'
import { keepFocus } from './ui/keep-focus.ts'
import { PageContext } from './use-page.ts'
import { followWindow } from './window/follow-window.ts'

const language = createLanguage()
const drawer = createPageDrawer()
const page = createPage({ connect: connectToCore, past: history, storage: localStorage })
const [navigation] = performance.getEntriesByType('navigation')
const wasReloaded = navigation instanceof PerformanceNavigationTiming && navigation.type === 'reload'
const pages = createPages({ fetch: fetchPages, reload: () => location.reload(), wasReloaded })
const prefersDark = matchMedia('(prefers-color-scheme: dark)')
const lookTarget = { root: document.documentElement, prefersDark, storage: localStorage }

function drawLook(): void {
  // Before the core has answered, what was shown last stays.
  if (page.link.state.getState().info === null) return
  const { theme, text_size } = page.settings.getState().settings
  showTheme(theme, lookTarget)
  showTextSize(text_size, lookTarget)
}

page.settings.subscribe(drawLook)
prefersDark.addEventListener('change', () => followSystem(lookTarget))
addEventListener('popstate', ({ state }) => page.place.setState({ place: placeOf(state), keepsFocus: false }))
for (const event of ['blur', 'pagehide']) addEventListener(event, () => void page.drafts.getState().keepAll())
addEventListener('online', page.link.retryNow)
tellPresence(page, window)
followWindow(page, language)
keepFocus(document)

// What does not come is asked for again when it is wanted.
const loadPages = (): Promise<void> =>
  pages
    .getState()
    .load()
    .catch(() => {})
const fetchWhenIdle = (): void => void requestIdleCallback(() => void loadPages(), { timeout: 1000 })

// A window that opens at a place of its own is drawn once, whole.
const hasPlace = page.place.getState().place.page !== 'chat'
await Promise.all([
  keepLanguage({ language, page, root: document.documentElement, preferred: navigator.languages, storage: localStorage }),
  hasPlace ? loadPages() : undefined,
])

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <LanguageProvider language={language}>
      <DrawerContext value={drawer}>
        <PageContext value={page}>
          <AccessGate>
            <App pages={pages} />
          </AccessGate>
        </PageContext>
      </DrawerContext>
    </LanguageProvider>,
  )
void page.link.run(
  followCore(page, { isFresh: history.state === null, onFirstRead: fetchWhenIdle }),
  new AbortController().signal,
)
