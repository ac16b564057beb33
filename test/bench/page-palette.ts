import type { Page } from 'playwright'
import { followFinds } from './follow-finds.ts'

/** Stop words, one letter, two letters, Chinese, a phrase, a rare word: every class of question. */
const typed = ['the of', 'harbour engine', 'a', 'wa', '保修', '"of the harbour"', 'Qbadefi', 'warranty before the winter']

/** Milliseconds from each key to its results painted, in a page on a store of many messages: the palette opened and closed for every text. */
export async function measurePalette(page: Page): Promise<readonly number[]> {
  const finds = followFinds(page)
  // A socket is followed from its beginning.
  await page.reload()
  await page.locator('[data-line]').first().waitFor()
  await page.evaluate(watchPalette)
  const samples: number[] = []
  for (const text of typed) {
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: 'Search everything' })
    await field.waitFor()
    for (const key of text) {
      await page.keyboard.insertText(key)
      await finds.answered()
      // What the answer changed is painted within this time.
      await page.waitForTimeout(150)
      samples.push(await page.evaluate(() => Number(document.documentElement.dataset.paletteMs)))
    }
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'detached' })
  }
  return samples
}

/** Runs in the page: from what was typed until what the palette changed last was painted. */
function watchPalette(): void {
  let typedAt = 0
  addEventListener(
    'beforeinput',
    () => {
      typedAt = performance.now()
    },
    { capture: true },
  )
  const { port1, port2 } = new MessageChannel()
  // A message posted from within a frame comes after its paint.
  port2.onmessage = () => {
    document.documentElement.dataset.paletteMs = String(performance.now() - typedAt)
  }
  const observer = new MutationObserver(() => requestAnimationFrame(() => port1.postMessage(null)))
  observer.observe(document.body, { subtree: true, childList: true, characterData: true })
}
