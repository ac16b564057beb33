import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { expect, test } from 'vitest'
import { openSources } from '../helpers/open-sources.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }

const manual = `# K-200 circulation pump

## Warranty

The **K-200** pump is covered by the warranty for 24 months from the date of installation. Claims are made through the dealer.
`

const write = (folder: string): string[] => {
  const files = { 'manual.md': manual, 'check.py': '# The seal is checked once a month.\n' }
  return Object.entries(files).map(([name, text]) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  })
}
const sentence = 'The K-200 pump is covered by the warranty for 24 months from the date of installation.'
const cited = ['covered by the warranty for 24 months', 'The seal is checked']
const answer = `${sentence} [1] The seal is checked once a month. [2]`

test('a citation shows its passage to the pointer and to the keyboard', async () => {
  await using opened = await openSources({ write, answer, cited })
  const { page, viewer } = opened
  const peek = page.getByRole('tooltip')
  const citation = page.getByRole('button', { name: /^Source 1:/ })
  const card = page.getByRole('list', { name: 'Sources' }).getByRole('button').first()

  await citation.hover(limit)
  await peek.waitFor(limit)
  expect(await peek.locator('mark').innerText()).toBe(sentence)
  expect(await peek.innerText()).toMatch(/manual\.md\s+K-200 circulation pump/)
  await lookAt(page, `peek`)
  await peek.hover()
  await page.waitForTimeout(600)
  expect(await peek.isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  await peek.waitFor({ state: 'hidden' })
  await page.mouse.move(700, 600)

  await card.hover()
  await peek.waitFor(limit)
  await page.mouse.move(700, 600)
  await peek.waitFor({ state: 'hidden' })

  await citation.focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Shift+Tab')
  await peek.waitFor(limit)
  // The passage of what had the focus between may still stand there.
  await expect.poll(() => citation.getAttribute('aria-describedby'), limit).toBe(await peek.getAttribute('id'))
  await page.keyboard.press('Enter')
  await viewer.locator('mark').waitFor(limit)
  await peek.waitFor({ state: 'hidden' })
  await page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })

  await page.setViewportSize({ width: 480, height: 800 })
  for (const place of [citation, card]) {
    await page.mouse.move(240, 700)
    await peek.waitFor({ state: 'hidden' })
    await place.hover()
    await peek.waitFor(limit)
    expect(await isInside(page, peek)).toBe(true)
  }
  await lookAt(page, `peek-narrow`)
  expect(opened.faults).toEqual([])
  expect(opened.foreignRequests).toEqual([])
})

test('“Open file” opens a document in the system’s program, and of what could run only its folder', async () => {
  using tools = tempFolder()
  const told = join(tools.path, 'told')
  const fake = join(tools.path, 'bin', 'xdg-open')
  mkdirSync(join(tools.path, 'bin'))
  writeFileSync(fake, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${told}'\n`)
  chmodSync(fake, 0o755)
  await using opened = await openSources({ write, answer, cited, tools: join(tools.path, 'bin') })
  const { page, viewer } = opened
  const openings = (): string[] => (existsSync(told) ? readFileSync(told, 'utf8').trim().split('\n') : [])

  await page.getByRole('button', { name: /^Source 1:/ }).click(limit)
  await viewer.getByRole('button', { name: 'Open file' }).click(limit)
  await expect.poll(openings, limit).toEqual([expect.stringMatching(/manual\.md$/)])
  await viewer.getByRole('button', { name: 'Next source' }).click()
  await viewer.getByRole('heading', { name: 'check.py' }).waitFor(limit)
  await viewer.getByRole('button', { name: 'Open file' }).click()
  await expect.poll(() => openings().length, limit).toBe(2)

  expect(openings()[1]).not.toContain('check.py')
  expect(opened.faults).toEqual([])
})

async function isInside(page: Page, place: Locator): Promise<boolean> {
  const box = await place.boundingBox()
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  return box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height
}
