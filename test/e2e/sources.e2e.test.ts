import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { untilRead } from '../helpers/until-read.ts'
import { paragraph, writeDocx } from '../src-main/knowledge/parse/write-docx.ts'
import { linesAt, writePdf } from '../src-main/knowledge/parse/write-pdf.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }

const manual = `# K-200 circulation pump

## Storage

Turn the **shaft** by hand once a month, so that the seal does not stick.

## Warranty

The K-200 pump is covered by the warranty for 24 months from the date of installation. Claims are made through the dealer with the serial number.

The dealer keeps the commissioning record of each pump.
`

test('the viewer marks the passage and the sentence, finds, steps, copies, and gives the focus back', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  await using shell = await startShell(data)
  await using opened = await openPage(shell.url)
  const { page, faults, foreignRequests } = opened
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await askAfter(page, { data, files: writeManual(folder.path) }, 'How long is the K-200 pump covered by the warranty?')
  const viewer = page.getByRole('complementary', { name: 'Source' })
  const citation = page.getByRole('button', { name: /^Source 1:/ }).first()

  await citation.focus()
  await page.keyboard.press('Enter')
  await viewer.locator('mark').waitFor(limit)
  expect(await viewer.locator('mark').innerText()).toContain('is covered by the warranty for 24 months')
  expect(await viewer.locator('mark .sentence').innerText()).toBe(
    'The K-200 pump is covered by the warranty for 24 months from the date of installation.',
  )
  expect(await viewer.getByRole('region', { name: 'Kept text' }).innerText()).not.toMatch(/[#*]/)
  await lookAt(page, `source`)

  await viewer.getByRole('button', { name: 'Copy passage with its source' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/24 months[^#*]*”\nmanual\.md · Warranty/)

  await page.keyboard.press('Control+f')
  await page.keyboard.type('DEALER')
  await viewer.getByText('1 of 2').waitFor(limit)
  await expect.poll(() => viewer.locator('.here').allInnerTexts()).toEqual(['dealer'])
  await page.keyboard.press('Enter')
  await viewer.getByText('2 of 2').waitFor(limit)
  await lookAt(page, `source-find`)
  await page.keyboard.press('Escape')
  await viewer.getByRole('search').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })
  await expect.poll(() => citation.evaluate((element) => element === document.activeElement)).toBe(true)

  await page.setViewportSize({ width: 480, height: 800 })
  await citation.click()
  await viewer.locator('mark').waitFor(limit)
  await lookAt(page, `source-narrow`)
  expect(faults).toEqual([])
  expect(foreignRequests).toEqual([])
})

test('of a PDF, a Word file and a page the passage is marked, and the next source is another of them', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  await using shell = await startShell(data)
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  await askAfter(page, { data, files: writeOthers(folder.path) }, 'Who repairs the K-300 turbine?')
  const viewer = page.getByRole('complementary', { name: 'Source' })

  await page
    .getByRole('button', { name: /^Source 1:/ })
    .first()
    .click()
  const seen: string[] = []
  for (const number of [1, 2, 3]) {
    await viewer.getByText(`${number} of 3`).waitFor(limit)
    seen.push((await viewer.locator('mark').innerText(limit)).replaceAll(/\s+/g, ' '))
    if (number < 3) await viewer.getByRole('button', { name: 'Next source' }).click()
  }

  for (const workshop of ['Porto', 'Lyon', 'Turin']) {
    expect(seen.filter((text) => text.includes(`The workshop in ${workshop} repairs the K-300 turbine.`))).toHaveLength(1)
  }
  expect(await viewer.getByRole('button', { name: 'Next source' }).isDisabled()).toBe(true)
  await viewer.getByRole('button', { name: 'Previous source' }).click()
  await viewer.getByText('2 of 3').waitFor(limit)
  expect(faults).toEqual([])
})

interface Given {
  readonly data: string
  readonly files: string[]
}

/** Asks once every file is ready to be found in: the page asks as soon as the first one is. */
async function askAfter(page: Page, { data, files }: Given, question: string): Promise<void> {
  await page.getByRole('button', { name: 'Use the demo model' }).click()
  await page.getByLabel('Add files').setInputFiles(files)
  await untilRead(data, files.length)
  await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor(limit)
  await page.getByRole('textbox', { name: 'Your question' }).fill(question)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('button', { name: 'Copy answer' }).waitFor(limit)
}

function writeManual(folder: string): string[] {
  const path = join(folder, 'manual.md')
  writeFileSync(path, manual)
  return [path]
}

const repairs = (town: string): string => `The workshop in ${town} repairs the K-300 turbine.`

function writeOthers(folder: string): string[] {
  const files = {
    'porto.pdf': writePdf([linesAt(['Workshops of the south', repairs('Porto')])]),
    'lyon.docx': writeDocx(paragraph('Workshops of the west', 'Heading1') + paragraph(repairs('Lyon'))),
    'turin.html': `<!doctype html><title>Workshops</title><h1>Workshops of the east</h1><p>${repairs('Turin')}</p>`,
  }
  return Object.entries(files).map(([name, bytes]) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return path
  })
}
