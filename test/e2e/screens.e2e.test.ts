import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { untilRead } from '../helpers/until-read.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }

/** The pictures of the run lie under `test-results/screens`; `npm run screenshots` puts those of the README in its place. */
test('every page has no fault in either theme that axe can find, and asks nobody else', async () => {
  using folder = tempFolder()
  await using shell = await startShell(join(folder.path, 'data'))
  await using opened = await openPage(shell.url)
  const { page, faults, foreignRequests } = opened
  const look = (name: string): Promise<void> => lookAt(page, `${name}`)

  await page.getByRole('button', { name: 'Use the demo model' }).waitFor(limit)
  await look('first-run')
  await page.getByRole('button', { name: 'Use the demo model' }).click()
  const manuals = writeManuals(folder.path)
  await page.getByLabel('Add files').setInputFiles(manuals)
  await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor(limit)
  await untilRead(join(folder.path, 'data'), manuals.length)
  await page.getByRole('textbox', { name: 'Your question' }).fill('How long is the K-200 pump covered by the warranty?')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('button', { name: 'Copy answer' }).waitFor(limit)
  await page
    .getByRole('button', { name: /^Source 1:/ })
    .first()
    .click()
  await page.getByRole('complementary', { name: 'Source' }).locator('mark').waitFor(limit)
  await look('answer')
  await page.getByRole('button', { name: 'Knowledge', exact: true }).click()
  await page.getByText('K-200 manual.md').first().waitFor(limit)
  await look('knowledge')
  await page.getByRole('button', { name: 'Models', exact: true }).click()
  await page.getByText('Qwen3 1.7B').first().waitFor(limit)
  await look('models')
  await page.setViewportSize({ width: 480, height: 800 })
  await look('models-narrow')

  expect(foreignRequests).toEqual([])
  expect(faults).toEqual([])
})

const manual = `# K-200 circulation pump

## 7.2 Storage

Store the pump dry and turn the shaft by hand once a month, so that the seal does not stick.

## 7.3 Warranty

The K-200 pump is covered by the warranty for 24 months from the date of installation, or 30 months from the date of delivery, whichever ends first. Claims are made through the dealer with the serial number and the commissioning record.

The warranty does not apply where the pump has been run dry for more than thirty seconds, or where the commissioning record is missing.

## 7.4 Wear parts

Seals, filters and gaskets are wear parts and are covered for six months.
`

const dealers = `# Letter to the dealers

Transport damage is reported to the carrier within seven days of delivery, with pictures of the crate. Freight, travel and the work of taking the pump out are not part of the warranty.
`

function writeManuals(folder: string): string[] {
  const texts = { 'K-200 manual.md': manual, 'Letter to the dealers.md': dealers }
  return Object.entries(texts).map(([name, text]) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  })
}
