import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'

const folder = process.env.HEARTH_PAGE_COVERAGE

/** Notes what runs in the page from here on, where coverage is asked for. The answer writes it down; to be called while the page is open. */
export async function coverPage({ coverage }: Page): Promise<() => Promise<void>> {
  if (folder === undefined) return async () => undefined
  await coverage.startJSCoverage({ resetOnNavigation: false })
  return async () => {
    // A page that crashed or was closed has nothing to tell.
    const scripts = await coverage.stopJSCoverage().catch(() => [])
    mkdirSync(folder, { recursive: true })
    const told = scripts.map(({ url, functions }) => ({ url, functions }))
    writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(told))
  }
}
