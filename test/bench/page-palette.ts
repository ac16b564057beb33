import type { Page } from 'playwright'

/** Stop words, one letter, two letters, Chinese, a phrase, a rare word: every class of question. */
const typed = ['the of', 'harbour engine', 'a', 'wa', '保修', '"of the harbour"', 'Qbadefi', 'warranty before the winter']

/** Milliseconds from each key to its results painted, in a page on a store of many messages: the palette opened and closed for every text. */
export async function measurePalette(page: Page): Promise<readonly number[]> {
  await page.evaluate(watchPalette)
  const samples: number[] = []
  for (const text of typed) {
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: 'Search everything' })
    await field.waitFor()
    for (const key of text) {
      await page.keyboard.insertText(key)
      await page.waitForTimeout(150)
      samples.push(await page.evaluate(() => Number(document.documentElement.dataset.paletteMs)))
    }
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'detached' })
  }
  return samples
}

/** Runs in the page: from what was typed to the frame after the palette changed last. */
function watchPalette(): void {
  let typedAt = 0
  addEventListener(
    'beforeinput',
    () => {
      typedAt = performance.now()
    },
    { capture: true },
  )
  const observer = new MutationObserver(() => {
    requestAnimationFrame(() => {
      document.documentElement.dataset.paletteMs = String(performance.now() - typedAt)
    })
  })
  observer.observe(document.body, { subtree: true, childList: true, characterData: true })
}
