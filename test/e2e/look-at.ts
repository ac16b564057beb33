import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright'
import { expect } from 'vitest'
import { root } from '../../scripts/root.ts'

const pictures = join(root, 'test-results', 'screens')

export const pictureOf = (name: string): string => join(pictures, `${name}.png`)

/** What axe finds and the theme decides; all else is the same in both. */
const rulesOfColour = ['color-contrast', 'link-in-text-block']

/** Takes the pictures `test-results/screens/NAME-light.png` and `-dark.png` of one state and lets axe look at it: at its colours in both themes. */
export async function lookAt(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  const before = await page.evaluate(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'))
  const found: string[] = []
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.locator(`html[data-theme=${theme}]`).waitFor({ state: 'attached' })
    await untilDrawnAnew(page)
    // Not caught half faded in.
    await page.screenshot({ path: pictureOf(`${name}-${theme}`), animations: 'disabled' })
    found.push(...(await findFaults(page, theme)).map((fault) => `${name}-${theme}: ${fault}`))
  }
  await page.emulateMedia({ colorScheme: before, reducedMotion: null })
  expect(found).toEqual([])
}

/** A diagram has its colours in it: it is drawn again after the theme has changed, in a frame that is there until it is done. */
const untilDrawnAnew = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const picture = (): Promise<unknown> => new Promise(requestAnimationFrame)
    await picture()
    while (document.querySelector('.diagram-frame')) await picture()
    // Once more for what was drawn to be shown.
    for (let n = 0; n < 2; n++) await picture()
    await Promise.all([...document.querySelectorAll<HTMLImageElement>('img.diagram')].map((image) => image.decode()))
  })

async function findFaults(page: Page, theme: 'light' | 'dark'): Promise<readonly string[]> {
  // One frame is judged where it is; several are put together in a page of their own, which takes as long again.
  const isWhole = page.frames().length === 1
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(isWhole)
  const { violations } = await (theme === 'light' ? axe : axe.withRules(rulesOfColour)).analyze()
  return violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}
