import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright'

export interface Opened {
  /** From the start of the navigation to the frame after the list and the field for the question are there. */
  readonly readyMs: number
  /** Scripts asked for until then. */
  readonly scripts: readonly string[]
}

/** Loads the page anew, several times. */
export async function measureOpening(page: Page, times: number): Promise<readonly Opened[]> {
  await page.addInitScript(watchReady)
  const samples: Opened[] = []
  for (let n = 0; n < times; n++) {
    await page.reload()
    await page.waitForFunction(() => document.documentElement.dataset.readyMs)
    samples.push(await page.evaluate(readOpened))
  }
  return samples
}

/** Compressed as a server would, whatever ours does. */
export async function gzipKb(page: Page, scripts: readonly string[]): Promise<number> {
  const texts = await page.evaluate((urls) => Promise.all(urls.map(async (url) => await (await fetch(url)).text())), [...scripts])
  return texts.reduce((sum, text) => sum + gzipSync(text).byteLength, 0) / 1000
}

/** Runs in the page. */
function watchReady(): void {
  const look = (): void => {
    const field = document.querySelector('textarea')
    const isReady = document.querySelector('[data-line]') !== null && field !== null && !field.disabled
    if (!isReady) return void requestAnimationFrame(look)
    requestAnimationFrame(() => {
      document.documentElement.dataset.readyMs = String(performance.now())
    })
  }
  requestAnimationFrame(look)
}

/** Runs in the page. */
function readOpened(): Opened {
  const readyMs = Number(document.documentElement.dataset.readyMs)
  const asked = performance.getEntriesByType('resource').filter(({ startTime }) => startTime <= readyMs)
  return { readyMs, scripts: asked.map(({ name }) => name).filter((name) => new URL(name).pathname.endsWith('.js')) }
}
