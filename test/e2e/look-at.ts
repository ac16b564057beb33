import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright'
import { expect } from 'vitest'
import { root } from '../../scripts/root.ts'

const pictures = join(root, 'test-results', 'screens')

export const pictureOf = (name: string): string => join(pictures, `${name}.png`)

/** Takes the picture `test-results/screens/NAME.png` and lets axe look at the same state. */
export async function lookAt(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  // Not caught half faded in.
  await page.screenshot({ path: pictureOf(name), animations: 'disabled' })
  // One frame is judged where it is; several are put together in a page of their own, which takes as long again.
  const isWhole = page.frames().length === 1
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode(isWhole)
    .analyze()
  const found = violations.map(({ id, nodes }) => `${name}: ${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  expect(found).toEqual([])
}
