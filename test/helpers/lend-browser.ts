import { type Browser, chromium } from 'playwright'
import { findChromium } from '../../scripts/find-chromium.ts'

export interface LentBrowser extends AsyncDisposable {
  readonly browser: Browser
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The browser that the pages of a test file share, where they do. */
const shared: { isWanted: boolean; browser?: Promise<Browser> } = { isWanted: false }

/** From here on pages that ask for no flags of their own come from one browser, each in a profile of its own. */
export function shareBrowser(): void {
  shared.isWanted = true
}

export async function closeSharedBrowser(): Promise<void> {
  await (await shared.browser)?.close()
}

/** A browser for one page; `more` are flags of Chromium. */
export async function lendBrowser(more: readonly string[]): Promise<LentBrowser> {
  if (!shared.isWanted || more.length > 0) {
    const browser = await launch(more)
    return { browser, [Symbol.asyncDispose]: () => browser.close() }
  }
  shared.browser ??= launch([])
  return { browser: await shared.browser, [Symbol.asyncDispose]: async () => undefined }
}

function launch(more: readonly string[]): Promise<Browser> {
  const executablePath = findChromium() ?? '/usr/bin/chromium'
  return chromium.launch({ executablePath, args: [...flags, ...more] })
}
