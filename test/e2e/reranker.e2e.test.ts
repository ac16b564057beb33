import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../src-shared/ids.ts'
import { joinCore } from '../helpers/join-core.ts'
import { importDone } from '../helpers/knowing-core.ts'
import { ensureTestModels } from '../helpers/models/test-models.ts'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }

test('a reranking model is chosen in the settings, and the search page says what it did and by which score', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  const { reranker } = await ensureTestModels('reranker')
  await using shell = await startShell(data)
  const api = await joinCore(data)
  await api.models.addDemo(undefined, AbortSignal.timeout(60_000))
  const collection = await api.collections.create({ id: newId(), name: 'Manuals' })
  writeFileSync(join(folder.path, 'pump.md'), '# Pump\n\nThe warranty of the pump is 24 months. Seals are wear parts.\n')
  writeFileSync(join(folder.path, 'lease.md'), '# Lease\n\nThe tenant must give notice three months before the end.\n')
  const paths = [join(folder.path, 'pump.md'), join(folder.path, 'lease.md')]
  const job = await api.documents.import({ job_id: newId(), collection_id: collection.id, paths })
  await importDone({ api }, job.id)
  const { id } = await api.models.import({ path: reranker })
  await using opened = await openPage(shell.url)
  const { page, faults } = opened

  await page.getByRole('button', { name: /^Settings/ }).click(limit)
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Knowledge', exact: true }).click(limit)
  await page.getByRole('combobox', { name: 'Reranking model' }).selectOption(id, limit)
  await lookAt(page, 'reranker-settings')
  await page.getByRole('button', { name: 'Knowledge', exact: true }).first().click(limit)
  // The radio button itself is not seen: its label is pressed.
  await page.getByRole('radiogroup', { name: 'Shown of the collection' }).getByText('Search', { exact: true }).click(limit)
  await page.getByRole('searchbox', { name: 'What to look for' }).fill('How long is the warranty of the pump?')
  await page.keyboard.press('Enter')

  await page.getByText('The reranker read the best once more and put them in order.').waitFor(limit)
  await page.getByRole('columnheader', { name: 'Reranked' }).waitFor(limit)
  await lookAt(page, 'reranker-playground')
  expect((await api.settings.get()).reranker_id).toBe(id)
  expect(faults).toEqual([])
})
