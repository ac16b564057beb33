import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { resources } from '../../../src-main/core/resources.ts'
import { readCatalogue } from '../../../src-main/models/catalogue.ts'
import { startCoreProcess } from '../../helpers/core-process.ts'
import { startHubServer } from '../../helpers/hub-server.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { waitFor } from '../../helpers/wait-for.ts'
import { hearth, startHearth } from './hearth-process.ts'

const id = 'all-minilm-l6-v2'

test('Ctrl-C pauses a download and says how to go on; the same command then finishes it', async () => {
  using folder = tempFolder()
  const options = { data: folder.path }
  await using hub = await startHubServer()
  await fillHub(hub)
  await useMirror(folder.path, hub.address)
  hub.misbehave({ kind: 'stall', at: 1000 })
  const pulling = startHearth(options, 'models', 'pull', id)
  await waitFor('a request for bytes', () => hub.requests.find(({ path }) => path.includes('/resolve/')))

  pulling.child.kill('SIGINT')
  const paused = await pulling.finished
  hub.forgive()
  const pulled = await hearth(options, 'models', 'pull', id, '--json')
  const offline = await hearth(options, 'models', 'pull', 'unheard-of')

  expect(paused).toMatchObject({ code: 130, said: expect.stringContaining(`Go on with: hearth models pull ${id}`) })
  expect(pulled.code).toBe(0)
  expect(JSON.parse(pulled.out)).toMatchObject({ id, status: 'ready' })
  expect(offline).toMatchObject({ code: 1, said: expect.stringContaining('no model “unheard-of”') })
})

/** The catalogue's files of the model, with the bytes of a generated one. */
async function fillHub(hub: Awaited<ReturnType<typeof startHubServer>>): Promise<void> {
  const { embedder384 } = await ensureTestModels('embedder384')
  const offer = readCatalogue(resources.catalogue).models.find((model) => model.id === id)
  for (const { path, save_as } of offer?.files ?? []) {
    hub.put(offer?.repository ?? '', path, readFileSync(join(embedder384, save_as ?? path)))
  }
}

async function useMirror(data: string, address: string): Promise<void> {
  await using core = await startCoreProcess(data)
  await core.api.settings.change({ model_mirror: address })
}
