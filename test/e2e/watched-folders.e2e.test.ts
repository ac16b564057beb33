import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../src-shared/ids.ts'
import { joinCore } from '../helpers/join-core.ts'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }

test('a folder is watched by the page: counted before, read, followed without a reload, paused, and left with its documents', async () => {
  using folder = tempFolder()
  const [data, files] = [join(folder.path, 'data'), join(folder.path, 'Service manuals')]
  mkdirSync(join(files, 'drafts'), { recursive: true })
  writeFileSync(join(files, 'K-200 manual.md'), '# Warranty\n\nThe K-200 pump is covered for 24 months.\n')
  writeFileSync(join(files, 'drafts', 'K-300.md'), 'The K-300 is not built yet.\n')
  await using shell = await startShell(data)
  const api = await joinCore(data)
  await api.models.addDemo(undefined, AbortSignal.timeout(60_000))
  await api.collections.create({ id: newId(), name: 'Manuals' })
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  await page.getByRole('button', { name: 'Knowledge', exact: true }).click(limit)

  await page.getByRole('button', { name: 'Watch a folder' }).click(limit)
  await page.getByRole('textbox', { name: 'Path of the folder' }).fill(files)
  await page.getByText('2 files in 2 folders').waitFor(limit)
  await page.getByRole('textbox', { name: 'Not these' }).fill('drafts/')
  await page.getByText('1 file, ').waitFor(limit)
  await lookAt(page, 'watch-dialog')
  await page.getByRole('button', { name: 'Watch', exact: true }).click()
  await page.getByRole('row', { name: /K-200 manual.md.*Ready/ }).waitFor(limit)
  await page.getByRole('button', { name: /Service manuals.*watched, 1 file/ }).waitFor(limit)

  writeFileSync(join(files, 'Letter.txt'), 'Transport damage is reported within seven days.')
  await page.getByRole('row', { name: /Letter.txt.*Ready/ }).waitFor(limit)
  rmSync(join(files, 'K-200 manual.md'))
  await page.getByRole('row', { name: /K-200 manual.md/ }).waitFor({ ...limit, state: 'detached' })
  await lookAt(page, 'watched-folder')

  await page.getByRole('button', { name: /Service manuals/ }).click()
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.getByRole('button', { name: 'Resume', exact: true }).waitFor(limit)
  await lookAt(page, 'watched-folder-dialog')
  await page.getByRole('button', { name: 'Stop watching…' }).click()
  await page.getByRole('button', { name: 'Keep the documents' }).click()
  await page.getByRole('button', { name: /Service manuals/ }).waitFor({ ...limit, state: 'detached' })
  expect(await page.getByRole('row', { name: /Letter.txt.*Ready/ }).count()).toBe(1)
  expect(faults).toEqual([])
})

test('a folder that is not there is said in the dialog, and one that went away keeps its documents and says so', async () => {
  using folder = tempFolder()
  const [data, files] = [join(folder.path, 'data'), join(folder.path, 'files')]
  mkdirSync(files)
  writeFileSync(join(files, 'a.md'), 'The ferry leaves at nine.')
  await using shell = await startShell(data)
  const api = await joinCore(data)
  await api.models.addDemo(undefined, AbortSignal.timeout(60_000))
  await api.collections.create({ id: newId(), name: 'Manuals' })
  await using opened = await openPage(shell.url)
  const { page } = opened
  await page.getByRole('button', { name: 'Knowledge', exact: true }).click(limit)
  await page.getByRole('button', { name: 'Watch a folder' }).click(limit)

  await page.getByRole('textbox', { name: 'Path of the folder' }).fill(join(folder.path, 'nowhere'))
  await page.getByText('cannot be opened').first().waitFor(limit)
  await page.getByRole('textbox', { name: 'Path of the folder' }).fill(files)
  await page.getByText('1 file, ').waitFor(limit)
  await page.getByRole('button', { name: 'Watch', exact: true }).click()
  await page.getByRole('row', { name: /a.md.*Ready/ }).waitFor(limit)
  rmSync(files, { recursive: true })
  await page.getByRole('button', { name: /files.*cannot be reached/ }).click(limit)
  await page.getByText('Its documents stay as they are').waitFor(limit)
  await lookAt(page, 'watched-folder-missing')
  await page.keyboard.press('Escape')

  expect(await page.getByRole('row', { name: /a.md.*Ready/ }).count()).toBe(1)
})
