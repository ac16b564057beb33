import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt } from './look-at.ts'

const widths = [720, 960]

/** Controls of the page that reach out of it, or lie under what stands beside it; and a title of which nothing can be read. */
const lost = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const main = document.getElementById('main')
    const { left = 0, right = 0 } = main?.getBoundingClientRect() ?? {}
    const outside = [...(main?.querySelectorAll('button, input, select, textarea') ?? [])].filter((control) => {
      const place = control.getBoundingClientRect()
      return control.checkVisibility() && place.width > 1 && (place.left < left - 1 || place.right > right + 1)
    })
    const unread = [...(main?.querySelectorAll('h1, td b') ?? [])].filter((name) => name.getBoundingClientRect().width < 40)
    return [...outside, ...unread].map((each) => each.getAttribute('aria-label') ?? each.textContent)
  })

async function look(page: Page, name: string): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
    expect([name, width, await lost(page)]).toEqual([name, width, []])
    await lookAt(page, `half-${name}-${width}`)
  }
}

test('in half a screen nothing lies outside of the page, with a source beside it, on the knowledge page and among models', async () => {
  using folder = tempFolder()
  await using shell = await startShell(join(folder.path, 'data'))
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  await page.getByRole('button', { name: 'Use the demo model' }).click()
  await page.getByRole('button', { name: 'Add the samples' }).click()
  await page.getByRole('button', { name: /K-200/ }).first().click()
  await page.getByRole('button', { name: 'Copy answer' }).waitFor()
  await page.locator('.cite').first().click()
  await page.getByText('Source 1 of').waitFor()
  await look(page, 'source')

  const rail = page.locator('#rail')
  await page.getByRole('button', { name: 'Show the list of chats' }).click()
  await rail.getByRole('button', { name: 'Search everything' }).waitFor()
  await page.keyboard.press('Escape')
  await rail.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Show the list of chats' }).click()
  await rail.getByRole('button', { name: /^Knowledge/ }).click()
  await rail.waitFor({ state: 'hidden' })
  await page.getByText('Pump manual.md').waitFor()
  await look(page, 'knowledge')

  await page.getByRole('button', { name: 'Show the list of chats' }).click()
  await rail.getByRole('button', { name: /^Models/ }).click()
  await page.getByRole('button', { name: 'Import a model…' }).waitFor()
  await look(page, 'models')
  expect(faults).toEqual([])
})
