import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { newId } from '../../src-shared/ids.ts'
import { joinCore } from '../helpers/join-core.ts'
import { press, tabTo } from '../helpers/key-walk.ts'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { untilRead } from '../helpers/until-read.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }

async function openKnowledge(folder: string) {
  const [data, files] = [join(folder, 'data'), join(folder, 'files')]
  mkdirSync(files)
  writeFileSync(join(files, 'K-200 manual.md'), '# Warranty\n\nThe K-200 pump is covered by the warranty for 24 months.\n')
  writeFileSync(join(files, 'Old manual.md'), '# Warranty\n\nThe K-100 pump was covered by the warranty for 12 months.\n')
  writeFileSync(join(files, 'Letter.txt'), 'Transport damage is reported to the carrier within seven days.')
  await using own = new AsyncDisposableStack()
  const shell = own.use(await startShell(data))
  const api = await joinCore(data)
  await api.models.addDemo(undefined, AbortSignal.timeout(60_000))
  const { id } = await api.collections.create({ id: newId(), name: 'Manuals' })
  await api.documents.import({ job_id: newId(), collection_id: id, paths: [files] })
  await untilRead(data, 3)
  const { page, faults } = own.use(await openPage(shell.url))
  await page.getByRole('button', { name: 'Knowledge', exact: true }).click(limit)
  await page.getByRole('row', { name: /K-200 manual.md.*Ready/ }).waitFor(limit)
  const opened = own.move()
  return { page, faults, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

test('documents are chosen and given tags by keys, the list and a search are narrowed to them, and the search says so', async () => {
  using folder = tempFolder()
  await using opened = await openKnowledge(folder.path)
  const { page, faults } = opened

  await tabTo(page, /^Choose K-200 manual.md$/)
  await press(page, 'Space')
  await tabTo(page, /^Choose Old manual.md$/, (await isBefore(page, 'Old manual.md')) ? 'Shift+Tab' : 'Tab')
  await press(page, 'Space')
  await page.getByText('2 chosen').waitFor(limit)
  await tabTo(page, /^Tags and importance…$/, 'Shift+Tab')
  await press(page, 'Enter')
  await page.getByRole('textbox', { name: 'Name of a tag' }).waitFor(limit)
  await page.keyboard.type('Pumps')
  await press(page, 'Enter')
  await page.keyboard.type('Workshop')
  await tabTo(page, /^Category/)
  await page.keyboard.type('Manuals')
  await lookAt(page, 'facets-dialog')
  await press(page, 'Enter')
  await expect.poll(() => page.getByRole('row', { name: /Manuals · Pumps, Workshop/ }).count(), limit).toBe(2)
  await lookAt(page, 'facets-chosen')
  await tabTo(page, /^Choose none$/)
  await press(page, 'Enter')

  await page.getByRole('button', { name: 'More about K-200 manual.md' }).click()
  await page.getByRole('button', { name: 'Tags and importance…' }).click()
  await page.getByRole('radio', { name: 'High' }).check({ force: true })
  await page.getByRole('checkbox', { name: 'Workshop' }).uncheck()
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.getByRole('row', { name: /High importance · Manuals · Pumps/ }).waitFor(limit)
  await page.getByRole('combobox', { name: 'Tag', exact: true }).selectOption('Workshop')
  await expect.poll(() => page.getByRole('row').count(), limit).toBe(2)
  await page.getByRole('combobox', { name: 'Tag', exact: true }).selectOption('Every tag')
  await expect.poll(() => page.getByRole('row').count(), limit).toBe(4)
  await lookAt(page, 'facets-list')

  await page.getByRole('radio', { name: 'Search' }).check({ force: true })
  await page.getByRole('combobox', { name: 'Tag', exact: true }).selectOption('Pumps')
  await page.getByRole('searchbox', { name: 'What to look for' }).fill('How long is the pump covered by the warranty?')
  await page.keyboard.press('Enter')
  await page.getByText('Only documents with the tag “Pumps”.', { exact: false }).waitFor(limit)
  await page.getByText(/K-200 manual.md.*High importance/).waitFor(limit)
  expect(await page.getByText('Letter.txt').count()).toBe(0)
  await lookAt(page, 'facets-search')

  await page.getByRole('radio', { name: 'Options' }).check({ force: true })
  await page.getByRole('button', { name: 'Choose…' }).click()
  await page.getByRole('textbox', { name: 'Name of a tag' }).fill('Inbox')
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.getByText('is given: Inbox.', { exact: false }).waitFor(limit)
  await lookAt(page, 'facets-options')
  expect(faults).toEqual([])
})

/** Whether the document stands above the one that was chosen last. */
async function isBefore(page: Page, name: string): Promise<boolean> {
  const names = await page.getByRole('checkbox', { name: /^Choose .*\./ }).evaluateAll((all) => all.map((box) => box.ariaLabel))
  return names.indexOf(`Choose ${name}`) < names.indexOf('Choose K-200 manual.md')
}
