import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import { expect, test } from 'vitest'
import { openSources } from '../helpers/open-sources.ts'
import { linesAt, type PdfWord, writePdf } from '../src-main/knowledge/parse/write-pdf.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }

/** A heading in larger letters and lines below it, as a manual is set. */
const printed = (heading: string, lines: readonly string[]): PdfWord[] => [
  ...linesAt([heading], { top: 730, size: 16 }),
  ...linesAt(lines, { top: 700 }),
]

const filler = (page: number): PdfWord[] =>
  printed(
    `Assembly of part ${String.fromCharCode(65 + (page % 26), 65 + Math.floor(page / 26))}`,
    Array.from({ length: 8 }, (_, line) => `Step ${line} of chapter ${page}: tighten the screw and note the torque.`),
  )

const warranty = printed('7.3 Warranty', [
  'The K-200 pump is covered by the warranty for 24 months from the date of',
  'installation. Claims are made through the dealer with the serial number and the',
  'commissioning record. The dealer keeps the commissioning record of each pump.',
])

const manualOf = (length: number, at: number) => (folder: string) => {
  const path = join(folder, 'K-200 manual.pdf')
  writeFileSync(path, writePdf(Array.from({ length }, (_, index) => (index === at - 1 ? warranty : filler(index + 1)))))
  return [path]
}

const answer =
  'The K-200 pump is covered by the warranty for 24 months from the date of installation. [1] The screw is tightened. [2]'
const cited = ['covered by the warranty for 24 months', 'Step 3 of chapter 60:']
const manual = { write: manualOf(86, 41), answer, cited }

test('a citation opens the page of the PDF at the marked passage; pages, sources and matches are stepped through', async () => {
  await using opened = await openSources({ ...manual })
  const { page, viewer } = opened

  await page.getByRole('button', { name: /^Source 1:/ }).click(limit)
  await viewer.getByText('41 of 86').waitFor(limit)
  await expect.poll(() => isInView(viewer.locator('.bands .sentence').first()), limit).toBe(true)
  expect(await viewer.locator('.bands .sentence').count()).toBe(2)
  expect(await viewer.locator('.bands .soft').count()).toBe(4)
  expect(await viewer.getByRole('article', { name: 'Page 41' }).innerText()).toContain('commissioning record')
  await expect.poll(() => inkOf(viewer, 'Page 41'), limit).toBeGreaterThan(500)
  await lookAt(page, `pdf`)
  expect(await viewer.locator('.pdf-page').count()).toBeLessThan(8)

  await viewer.getByRole('button', { name: 'Next page' }).click()
  await viewer.getByText('42 of 86').waitFor(limit)

  await page.keyboard.press('Control+f')
  await page.keyboard.type('Step 5 of chapter 77')
  await viewer.getByText('77 of 86').waitFor(limit)
  await expect.poll(() => isInView(viewer.locator('.bands .here')), limit).toBe(true)
  await lookAt(page, `pdf-find`)
  await page.keyboard.press('Escape')

  await viewer.getByRole('button', { name: 'Next source' }).click()
  await viewer.getByText('60 of 86').waitFor(limit)
  await expect.poll(() => isInView(viewer.locator('.bands .passage').first()), limit).toBe(true)

  await page.setViewportSize({ width: 480, height: 800 })
  await expect.poll(() => isInView(viewer.getByRole('article', { name: 'Page 60' })), limit).toBe(true)
  await viewer.getByText('60 of 86').waitFor(limit)
  await viewer.locator('.pdf-page canvas').first().waitFor(limit)
  await lookAt(page, `pdf-narrow`)
  expect(opened.faults).toEqual([])
  expect(opened.foreignRequests).toEqual([])
})

test('of two thousand pages only those around the passage are there', async () => {
  await using opened = await openSources({ write: manualOf(2000, 1500), answer, cited: [cited[0] ?? ''] })
  const { page, viewer } = opened

  const began = Date.now()
  await page.getByRole('button', { name: /^Source 1:/ }).click(limit)
  await viewer.getByText('1,500 of 2,000').waitFor(limit)
  await viewer.locator('.bands .sentence').first().waitFor(limit)

  expect(Date.now() - began).toBeLessThan(20_000)
  expect(await viewer.locator('canvas').count()).toBeLessThan(8)
  for (let step = 0; step < 12; step++) await viewer.getByRole('button', { name: 'Next page' }).click()
  await viewer.getByText('1,512 of 2,000').waitFor(limit)
  expect(await viewer.locator('canvas').count()).toBeLessThan(8)
  expect(opened.faults).toEqual([])
})

test('of a file that has changed or is gone the kept text is shown, and says so', async () => {
  let path = ''
  const write = (folder: string): string[] => {
    const paths = manualOf(3, 2)(folder)
    path = paths[0] ?? ''
    return paths
  }
  await using opened = await openSources({ write, answer, cited: [cited[0] ?? ''] })
  const { page, viewer } = opened
  const kept = viewer.getByRole('region', { name: 'Kept text' })

  appendFileSync(path, '\n')
  await page.getByRole('button', { name: /^Source 1:/ }).click(limit)
  await viewer.getByText('The file has changed since it was read.').waitFor(limit)
  expect(await kept.locator('mark').innerText()).toContain('covered by the warranty')

  await viewer.getByRole('button', { name: 'Close', exact: true }).click()
  rmSync(path)
  await page.getByRole('button', { name: /^Source 1:/ }).click()
  await viewer.getByText('The file is no longer where it was.').waitFor(limit)
  await viewer.getByRole('button', { name: 'Open file' }).click()
  await page.getByText('“K-200 manual.pdf” is no longer where it was read from').waitFor(limit)
  await lookAt(page, 'pdf-missing')
  expect(opened.faults).toEqual([])
})

/** Whether it lies within the part of the viewer that is scrolled. */
async function isInView(place: Locator): Promise<boolean> {
  if ((await place.count()) === 0) return false
  return await place.evaluate((element) => {
    const [inner, outer] = [element, element.closest('.viewer-page')].map((each) => each?.getBoundingClientRect())
    return inner !== undefined && outer !== undefined && inner.top < outer.bottom && inner.bottom > outer.top
  })
}

/** How many dots of a drawn page are dark. */
function inkOf(viewer: Locator, name: string): Promise<number> {
  return viewer.getByRole('article', { name }).evaluate((element) => {
    const canvas = element.querySelector('canvas')
    const dots = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
    let dark = 0
    for (let at = 0; at < dots.length; at += 4) if ((dots[at] ?? 255) < 128) dark++
    return dark
  })
}
