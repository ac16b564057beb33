import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { untilRead } from '../helpers/until-read.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }

const repairs = (town: string): string => `The workshop in ${town} repairs the K-300 turbine.`

const relation = (type: string, target: string): Uint8Array =>
  strToU8(`<Relationships><Relationship Id="r1" Type="http://x/${type}" Target="${target}"/></Relationships>`)

/** A presentation of one slide, a workbook whose second row says it, a message, and a line of a note. */
function writeAll(folder: string): string[] {
  const files = {
    'porto.pptx': zipSync({
      'ppt/presentation.xml': strToU8('<p:presentation><p:sldIdLst><p:sldId id="1" r:id="r1"/></p:sldIdLst></p:presentation>'),
      'ppt/_rels/presentation.xml.rels': relation('slide', 'slides/slide1.xml'),
      'ppt/slides/slide1.xml': strToU8(
        `<p:sld><p:sp><p:txBody><a:p><a:r><a:t>${repairs('Porto')}</a:t></a:r></a:p></p:txBody></p:sp></p:sld>`,
      ),
    }),
    'lyon.xlsx': zipSync({
      'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="Workshops" r:id="r1"/></sheets></workbook>'),
      'xl/_rels/workbook.xml.rels': relation('worksheet', 'worksheets/sheet1.xml'),
      'xl/worksheets/sheet1.xml': strToU8(
        `<worksheet><sheetData><row r="3"><c r="A3" t="inlineStr"><is><t>Town</t></is></c><c r="B3" t="inlineStr"><is><t>Remark</t></is></c></row><row r="4"><c r="A4" t="inlineStr"><is><t>Lyon</t></is></c><c r="B4" t="inlineStr"><is><t>${repairs('Lyon')}</t></is></c></row></sheetData></worksheet>`,
      ),
    }),
    'turin.eml': `From: Clerk <clerk@example.org>\nTo: mill@example.org\nSubject: Turbine\nDate: Tue, 03 Mar 2026 09:15:00 +0000\n\n${repairs('Turin')}\n`,
  }
  return Object.entries(files).map(([name, bytes]) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return path
  })
}

const english = ['slide 1', 'Sheet ‘Workshops’, rows 3–4', 'Message “Turbine”, from Clerk, ']

test('source cards, the viewer and the playground say where each passage stands', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  await using shell = await startShell(data)
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  await page.getByRole('button', { name: 'Use the demo model' }).click()
  const documents = writeAll(folder.path)
  await page.locator('input[type=file]').first().setInputFiles(documents)
  await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor(limit)
  await untilRead(data, documents.length)
  await page.getByRole('textbox', { name: 'Your question' }).fill('Who repairs the K-300 turbine?')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('button', { name: 'Copy answer' }).waitFor(limit)

  const cards = page.getByRole('list', { name: 'Sources' })
  const said = (await cards.innerText()).replaceAll(/\s+/g, ' ')
  for (const words of english) expect(said).toContain(words)
  await cards.getByRole('button').first().click()
  const viewer = page.getByRole('complementary', { name: 'Source' })
  await viewer.locator('mark').waitFor(limit)
  const titles: string[] = []
  for (const number of [1, 2, 3]) {
    await viewer.getByText(`${number} of 3`).waitFor(limit)
    titles.push(await viewer.getByRole('heading').first().innerText())
    if (number < 3) await viewer.getByRole('button', { name: 'Next source' }).click()
  }
  for (const words of english) expect(titles.join('\n')).toContain(words)
  await lookAt(page, `places`)

  await page.keyboard.press('Escape')
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Knowledge/ })
    .first()
    .click()
  // The radio itself is hidden behind its words.
  await page.getByRole('radio', { name: 'Search' }).check({ force: true })
  await page.getByRole('searchbox', { name: 'What to look for' }).fill('Who repairs the turbine?')
  await page.keyboard.press('Enter')
  const results = page.getByRole('table')
  for (const words of english) await results.getByText(words, { exact: false }).first().waitFor(limit)
  await lookAt(page, `places-playground`)
  expect(faults).toEqual([])
})
