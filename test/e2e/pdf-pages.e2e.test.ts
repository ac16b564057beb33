import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

function writeManual(folder: string): string[] {
  const path = join(folder, 'K-200 manual.pdf')
  const pages = Array.from({ length: 86 }, (_, index) => (index === 40 ? warranty : filler(index + 1)))
  writeFileSync(path, writePdf(pages))
  return [path]
}

const answer = 'The K-200 pump is covered by the warranty for 24 months from the date of installation. [1]'
const manual = { write: writeManual, answer, cited: ['covered by the warranty for 24 months'] }

test.each(['light', 'dark'] as const)('in the %s window a citation opens the page of the PDF at the marked passage', async (theme) => {
  await using opened = await openSources({ ...manual, theme })
  const { page, viewer } = opened

  await page.getByRole('button', { name: /^Source 1:/ }).click(limit)

  await viewer.getByText('41 of 86').waitFor(limit)
  await viewer.locator('.pdf-page canvas').first().waitFor(limit)
  await lookAt(page, `pdf-${theme}`)
  expect(opened.faults).toEqual([])
  expect(opened.foreignRequests).toEqual([])
})
