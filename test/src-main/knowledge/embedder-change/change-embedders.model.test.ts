import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { modelError } from '../../../../src-shared/desktop/models.ts'
import { newId } from '../../../../src-shared/ids.ts'
import type { EmbedderChangeRow } from '../../../../src-shared/rows/embedder-change.ts'
import { type CoreProcess, startCoreProcess } from '../../../helpers/core-process.ts'
import { importDone } from '../../../helpers/knowing-core.ts'
import { ensureTestModels } from '../../../helpers/models/test-models.ts'
import { pidOf } from '../../../helpers/pid-of.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'
import { waitFor } from '../../../helpers/wait-for.ts'
import { hearth } from '../../cli/hearth-process.ts'

const topics = ['ferry', 'harbour', 'warranty', 'kitchen', 'orchard', 'bicycle', 'library', 'chimney']
const chapter = (n: number): string =>
  `## Chapter ${n}\n\n${`The ${topics[n % topics.length]} of house ${n} is looked after by its keeper. `.repeat(6)}\n`

/** A core with some hundred passages, all embedded by the demo's embedder of 768 dimensions. */
async function startFilled(data: string, folder: string): Promise<CoreProcess> {
  const core = await startCoreProcess(data)
  await core.api.models.addDemo()
  await importText(core, join(folder, 'houses.md'), Array.from({ length: 700 }, (_, n) => chapter(n)).join('\n'))
  return core
}

async function importText({ api }: CoreProcess, path: string, text: string): Promise<void> {
  writeFileSync(path, text)
  const [known] = await api.collections.list()
  const collection = known ?? (await api.collections.create({ id: newId(), name: 'Houses' }))
  const job = await api.documents.import({ job_id: newId(), collection_id: collection.id, paths: [path] })
  await importDone({ api }, job.id)
}

async function found({ api }: CoreProcess, query: string): Promise<string | undefined> {
  const { results, detour } = await api.search.query({ query, route: 'vector', top_k: 1 })
  expect(detour).toBeNull()
  return results[0]?.text
}

const moreThan = ({ api }: CoreProcess, done: number): Promise<EmbedderChangeRow> =>
  waitFor(`more than ${done} passages to be embedded again`, async () => {
    const row = await api.embedderChange.get()
    return row !== null && row.done > done ? row : undefined
  })
const isOver = ({ api }: CoreProcess): Promise<true> =>
  waitFor('the change to be over', async () => ((await api.embedderChange.get()) === null ? true : undefined), 120_000)

test('another embedder takes over although its child and the core are killed on the way, and every question is answered', async () => {
  using temp = tempFolder()
  const data = join(temp.path, 'data')
  const { embedder384 } = await ensureTestModels('embedder384')
  await using core = await startFilled(data, temp.path)
  const question = 'Who looks after the orchard of house 140?'
  expect(await found(core, question)).toContain('orchard')

  // The first real embedder that comes is the one in use.
  const { id } = await core.api.models.import({ path: embedder384 })
  const first = await moreThan(core, 0)
  expect(first).toMatchObject({ serving_id: 'demo-embedder', target_id: id, status: 'running', fault: null })
  expect(await found(core, question)).toContain('orchard')
  await expect(core.api.models.remove({ id: 'demo-embedder' })).rejects.toMatchObject({ code: modelError.inUse })
  process.kill(pidOf(core.children().get('reembedder')), 'SIGKILL')
  const second = await moreThan(core, first.done)
  await core.kill()

  await using again = await startCoreProcess(data)
  const third = await again.api.embedderChange.get()
  if (third !== null) expect(third.done).toBeGreaterThanOrEqual(second.done)
  expect(await found(again, question)).toContain('orchard')
  await importText(again, join(temp.path, 'late.md'), '# Late\n\nThe zeppelin is moored behind the observatory.\n')
  expect(await found(again, 'zeppelin observatory')).toContain('zeppelin')
  await isOver(again)

  await again.api.models.remove({ id: 'demo-embedder' })
  expect(await found(again, question)).toContain('orchard')
  expect(await found(again, 'zeppelin observatory')).toContain('zeppelin')
})

test('on the command line a change is stopped, shown, and gone on with to its end', async () => {
  using temp = tempFolder()
  const data = join(temp.path, 'data')
  const { embedder384 } = await ensureTestModels('embedder384')
  await using core = await startFilled(data, temp.path)
  const { id, name } = await core.api.models.import({ path: embedder384 })
  await moreThan(core, 0)

  const stopped = JSON.parse((await hearth({ data }, 'embedder', 'stop', '--json')).out)
  const shown = await hearth({ data }, 'embedder')
  const resumed = await hearth({ data }, 'embedder', 'resume', '--json')

  const serving = { id: 'demo-embedder', name: 'Demo model for search' }
  expect(stopped).toMatchObject({ serving, target: { id, name }, status: 'stopped', error: null })
  expect(shown.out).toContain(`The change to ${name} is stopped at ${stopped.done} of ${stopped.total} passages.`)
  expect(resumed.code).toBe(0)
  expect(JSON.parse(resumed.out)).toEqual({ serving: { id, name }, target: null })
  const back = await hearth({ data }, 'embedder', 'use', 'demo model for search', '--json')
  // What it had embedded was still there.
  expect(JSON.parse(back.out)).toEqual({ serving, target: null })
  const refused = await hearth({ data }, 'embedder', 'use', 'demo')
  expect(refused).toMatchObject({ code: 2, said: expect.stringContaining('Demo model is no search model') })
})
