import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../../../src-main/core/config.ts'
import { localAddress } from '../../../src-main/core/local-socket.ts'
import { createLog } from '../../../src-main/core/log.ts'
import { type Core, openCore } from '../../../src-main/core/open-core.ts'
import { portPair } from '../../../src-main/rpc/port-pair.ts'
import { desktop } from '../../../src-shared/desktop/contract.ts'
import { newId } from '../../../src-shared/ids.ts'
import { connect } from '../../../src-shared/rpc/client.ts'
import { startCoreProcess } from '../../helpers/core-process.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

test('a second core on a data folder joins the first: both see the same rows, and only one owns them', async () => {
  using folder = tempFolder()
  await using first = await startCoreProcess(folder.path)
  await using second = await open(folder.path)
  const id = newId()

  await first.api.conversations.create({ id, title: 'Made by the first' })

  expect(second.core.isJoined).toBe(true)
  expect(await second.api.conversations.get({ id })).toMatchObject({ title: 'Made by the first' })
})

test('when the first ends the next one owns the folder, also after kill -9', async () => {
  using folder = tempFolder()
  const first = await startCoreProcess(folder.path)
  const id = newId()
  await first.api.conversations.create({ id, title: 'Kept' })
  await first.kill()

  await using next = await open(folder.path)

  expect(next.core.isJoined).toBe(false)
  expect(await next.api.conversations.get({ id })).toMatchObject({ title: 'Kept' })
})

test('a joined core takes over when the first one ends: a page that connects again is answered', async () => {
  using folder = tempFolder()
  const first = await startCoreProcess(folder.path)
  await using second = await open(folder.path)
  const id = newId()
  await second.api.conversations.create({ id, title: 'Kept' })
  await first.kill()

  const pages = [connectTo(second.core), connectTo(second.core)]

  for (const page of pages) expect(await page.conversations.get({ id })).toMatchObject({ title: 'Kept' })
  expect(second.core.isJoined).toBe(false)
  for (const page of pages) page[Symbol.dispose]()
})

test('nobody else on the machine can read the data or join the core', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  await using core = await startCoreProcess(data)
  const mode = (path: string): number => statSync(path).mode & 0o777

  expect(mode(data)).toBe(0o700)
  expect(mode(localAddress(data))).toBe(0o600)
  expect(existsSync(join(data, 'key.json'))).toBe(true)
  expect(mode(join(data, 'key.json'))).toBe(0o600)
  expect((await core.api.app.info()).data_folder).toBe(data)
})

test('a data folder deeper than a socket’s path may be works as well', async () => {
  using folder = tempFolder()
  const deep = join(folder.path, 'a-rather-long-name-for-a-folder', 'and-another-one-below-it', 'and-yet-another-below-that')

  await using core = await startCoreProcess(deep)

  expect((await core.api.app.info()).data_folder).toBe(deep)
})

async function open(folder: string) {
  const config = readConfig({ dataFolder: folder })
  const log = createLog({ file: join(folder, 'logs', 'second.log'), level: 'info' })
  const core = await openCore({ config, log, shell: 'cli' })
  const api = connectTo(core)
  return {
    core,
    api,
    async [Symbol.asyncDispose]() {
      api[Symbol.dispose]()
      await core[Symbol.asyncDispose]()
    },
  }
}

function connectTo(core: Core) {
  const [ours, theirs] = portPair()
  void core.attach(theirs)
  return connect(ours, desktop)
}
