import { type Browser, chromium, type Page } from 'playwright'
import { findChromium } from '../../scripts/find-chromium.ts'
import { coverPage } from './cover-page.ts'

export interface OpenPage extends AsyncDisposable {
  readonly page: Page
  readonly browser: Browser
  /** Addresses the page asked for that are not the shell's own: there must be none. */
  readonly foreignRequests: readonly string[]
  /** Errors the page wrote to its console, broken policies among them. */
  readonly faults: readonly string[]
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A fresh browser on the page; `theme` is what the system prefers, `more` are flags of Chromium. */
export async function openPage(url: string, theme: 'light' | 'dark' = 'light', more: readonly string[] = []): Promise<OpenPage> {
  const executablePath = findChromium() ?? '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, args: [...flags, ...more] })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: theme })
  const page = await context.newPage()
  const foreignRequests: string[] = []
  const faults: string[] = []
  page.on('request', (request) => {
    // The origin, not the host: a picture made by the page itself has a blob address, which has no host.
    if (new URL(request.url()).origin !== new URL(url).origin) foreignRequests.push(request.url())
  })
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  const writeCoverage = await coverPage(page)
  await page.goto(url)
  return {
    ...{ page, browser, foreignRequests, faults },
    async [Symbol.asyncDispose]() {
      await writeCoverage()
      await browser.close()
    },
  }
}
