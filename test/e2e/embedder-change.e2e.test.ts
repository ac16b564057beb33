import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../src-shared/ids.ts'
import { joinCore } from '../helpers/join-core.ts'
import { importDone } from '../helpers/knowing-core.ts'
import { ensureTestModels } from '../helpers/models/test-models.ts'
import { openPage } from '../helpers/open-page.ts'
import { pressOnceShown } from '../helpers/press-once-shown.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }
const chapter = (n: number): string => `## Chapter ${n}\n\n${`The harbour of town ${n} opens at ${n % 12} o’clock. `.repeat(9)}\n`

test('another search model: the page says how far it is and who finds passages meanwhile, and stops and goes on with it', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  const { embedder384 } = await ensureTestModels('embedder384')
  await using shell = await startShell(data)
  const api = await joinCore(data)
  await api.models.addDemo(undefined, AbortSignal.timeout(60_000))
  const { id: collectionId } = await api.collections.create({ id: newId(), name: 'Harbours' })
  writeFileSync(join(folder.path, 'harbours.md'), Array.from({ length: 1000 }, (_, n) => chapter(n)).join('\n'))
  const paths = [join(folder.path, 'harbours.md')]
  const job = await api.documents.import({ job_id: newId(), collection_id: collectionId, paths })
  await importDone({ api }, job.id)
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  await page.getByRole('button', { name: 'Knowledge', exact: true }).click(limit)
  await page.getByRole('row', { name: /harbours.md.*Ready/ }).waitFor(limit)

  const { name } = await api.models.import({ path: embedder384 })
  const card = page.getByRole('region', { name: 'Change of search model' })
  const place = 'section[aria-label="Change of search model"]'
  const words = [`Preparing documents for ${name}`, 'Demo model for search finds passages until all are prepared.', 'Pause']
  await pressOnceShown(page, { place, words, button: `${place} button` })
  await card.getByRole('heading', { name: `Change to ${name} paused` }).waitFor(limit)
  await lookAt(page, 'embedder-change')

  await card.getByRole('button', { name: 'Resume' }).click(limit)
  await card.waitFor({ ...limit, state: 'detached' })
  expect(await api.embedderChange.get()).toBeNull()
  expect(faults).toEqual([])
})
