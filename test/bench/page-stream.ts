import type { Page } from 'playwright'

export interface Streamed {
  readonly longestTaskMs: number
  /** From each key to the next paint, in steps of 8 ms; those of less than 16 ms are told as 16. */
  readonly keysMs: readonly number[]
}

const keys = 'while the answer streams a person writes the next question '
const keysBetweenLooks = 16

/** Asks in the chat that is open, and types while the answer streams. */
export async function measureStream(page: Page): Promise<Streamed> {
  const field = page.getByRole('textbox', { name: 'Your question' })
  await field.fill('What does the harbour record?')
  await field.press('Enter')
  const stop = page.getByRole('button', { name: /^Stop/ }).first()
  await stop.waitFor()
  await page
    .getByRole('article', { name: /answer/i })
    .last()
    .getByText('Rule 0')
    .waitFor()
  await page.evaluate(watchTasks)
  const stopButton = await stop.elementHandle()
  let typed = 0
  await field.focus()
  // To look for the button is work in the page, so it is done rarely and by its element.
  while (typed % keysBetweenLooks > 0 || (await stopButton?.isVisible())) {
    await page.keyboard.press(keys[typed % keys.length] ?? ' ')
    typed++
    await page.waitForTimeout(60)
  }
  const { longestTaskMs, keysMs } = await page.evaluate(() => globalThis.watched)
  return { longestTaskMs, keysMs: [...keysMs, ...Array.from({ length: Math.max(0, typed - keysMs.length) }, () => 16)] }
}

/** Runs in the page. */
function watchTasks(): void {
  const watched: { longestTaskMs: number; keysMs: number[] } = { longestTaskMs: 0, keysMs: [] }
  globalThis.watched = watched
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.longestTaskMs = Math.max(watched.longestTaskMs, duration)
  }).observe({ type: 'longtask' })
  const observer = new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'keydown') watched.keysMs.push(duration)
  })
  const options: PerformanceObserverInit & { durationThreshold: number } = { type: 'event', durationThreshold: 16 }
  observer.observe(options)
}

declare global {
  var watched: Streamed
}
