import type { Page } from 'playwright'
import { coverPage } from './cover-page.ts'
import { lendBrowser } from './lend-browser.ts'

export interface OpenPage extends AsyncDisposable {
  readonly page: Page
  /** Addresses the page asked for that are not the shell's own: there must be none. */
  readonly foreignRequests: readonly string[]
  /** Errors the page wrote to its console, broken policies among them. */
  readonly faults: readonly string[]
}

/** A fresh profile on the page; `theme` is what the system prefers, `more` are flags of Chromium. */
export async function openPage(url: string, theme: 'light' | 'dark' = 'light', more: readonly string[] = []): Promise<OpenPage> {
  await using own = new AsyncDisposableStack()
  const { browser } = own.use(await lendBrowser(more))
  const context = own.use(await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: theme }))
  // A machine that has much else to do may take longer than the usual thirty seconds: to add a model, for one.
  context.setDefaultTimeout(60_000)
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
  own.defer(writeCoverage)
  await page.goto(url)
  const running = own.move()
  return { page, foreignRequests, faults, [Symbol.asyncDispose]: () => running.disposeAsync() }
}
