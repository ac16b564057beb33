import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { activePdf, chinesePdf, hugePicturePdf, loopingPdf } from '../helpers/odd-pdfs.ts'
import { openSources } from '../helpers/open-sources.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }
const says = (what: string): string => `The ${what} pump lasts 24 months.`
const outside = 'https://outside.example'

/** A download that broke off. */
const cutBefore = (word: string, file: Buffer): Buffer => file.subarray(0, file.indexOf(word))

const files: Readonly<Record<string, Buffer>> = {
  'active.pdf': activePdf(says('active'), outside),
  'looping.pdf': loopingPdf(says('looping')),
  'huge.pdf': hugePicturePdf(says('huge')),
  'cut.pdf': cutBefore('startxref', activePdf(says('cut'), outside)),
  'chinese.pdf': chinesePdf(says('chinese'), '保修二十四个月'),
}

const names = Object.keys(files)
const cited = ['active', 'looping', 'huge', 'cut', 'chinese'].map(says)
const answer = cited.map((sentence, index) => `${sentence} [${index + 1}]`).join(' ')

function write(folder: string): string[] {
  return names.map((name) => {
    const path = join(folder, name)
    writeFileSync(path, files[name] ?? '')
    return path
  })
}

test('hostile and odd PDFs are shown or told of; none runs a script, asks the network, leads away or holds up the page', async () => {
  await using opened = await openSources({ write, answer, cited })
  const { page, viewer } = opened
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const address = page.url()

  for (const [index, name] of names.entries()) {
    await page.getByRole('button', { name: new RegExp(`^Source ${index + 1}:`) }).click(limit)
    await viewer.getByRole('heading', { name }).waitFor(limit)
    await viewer
      .locator('.pdf-page canvas')
      .or(viewer.getByRole('region', { name: 'Kept text' }))
      .first()
      .waitFor(limit)
    await lookAt(page, `pdf-odd-${name}`)
    // Where its link, its button and its program lie.
    const shown = viewer.locator('.pdf-page').first()
    if ((await shown.count()) > 0) await shown.click({ position: { x: 150, y: 120 } })
    await viewer.getByRole('button', { name: 'Close', exact: true }).click()
  }

  expect(dialogs).toEqual([])
  expect(page.context().pages()).toHaveLength(1)
  expect(page.url()).toBe(address)
  expect(opened.foreignRequests).toEqual([])
  expect(opened.faults).toEqual([])
})
