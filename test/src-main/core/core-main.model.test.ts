import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { newId } from '../../../src-shared/ids.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { processEnd } from '../engine/process-end.ts'
import { shellWithSecrets, startCoreChild } from './core-child.ts'

test('two windows talk with one core: what one writes, the other is told', async () => {
  using folder = tempFolder()
  await using core = startCoreChild(folder.path)
  const [first, second] = [core.page(), core.page()]
  const changes = second.changes.watch(undefined)[Symbol.asyncIterator]()
  const next = changes.next()
  await second.app.info(undefined)
  const id = newId()

  await first.folders.create({ id, name: 'Work' })

  expect(await next).toMatchObject({ value: { table: 'folders', id } })
  expect(await second.folders.list(undefined)).toMatchObject([{ id, name: 'Work' }])
  expect(await first.app.info(undefined)).toMatchObject({ shell: 'electron', data_folder: folder.path })
})

test('where the system keeps no secrets the person is told, and with a secret store nothing is said', async () => {
  using folder = tempFolder()
  using other = tempFolder()
  await using without = startCoreChild(folder.path)
  await using withStore = startCoreChild(other.path, shellWithSecrets(new Map()))

  const [told, silent] = await Promise.all([without, withStore].map((core) => core.page().app.info(undefined)))

  expect(told?.notices).toEqual([{ code: 'key.no_secret_store' }])
  expect(silent?.notices).toEqual([])
})

test('it is told to end and ends in order: the store opens again, with what was written', async () => {
  using folder = tempFolder()
  const id = newId()
  {
    await using core = startCoreChild(folder.path)
    await core.page().folders.create({ id, name: 'Kept' })
    await core.stop()
    expect(await core.exited).toMatchObject({ exitCode: 0, tail: [] })
  }
  expect(existsSync(join(folder.path, 'core.sock'))).toBe(false)

  await using again = startCoreChild(folder.path)

  expect(await again.page().folders.list(undefined)).toMatchObject([{ id, name: 'Kept' }])
})

test("the key lies in the shell's secret store, and without it the page is told why nothing opens", async () => {
  using folder = tempFolder()
  const secrets = new Map<string, string>()
  {
    await using core = startCoreChild(folder.path, shellWithSecrets(secrets))
    await core.page().folders.list(undefined)
  }
  const [key = ''] = secrets.values()
  expect(key).toMatch(/^[0-9a-f]{64}$/)
  expect(readFileSync(join(folder.path, 'key.json'), 'utf8')).not.toContain(key)

  await using bereft = startCoreChild(folder.path, shellWithSecrets(new Map()))

  await expect(bereft.page().folders.list(undefined)).rejects.toMatchObject({ code: 'start.key_lost' })
})

test('a core that could not open tries again with the next caller', async () => {
  using folder = tempFolder()
  const secrets = new Map<string, string>()
  {
    await using core = startCoreChild(folder.path, shellWithSecrets(secrets))
    await core.page().folders.list(undefined)
  }
  const [[name, key] = ['', '']] = secrets
  secrets.clear()
  await using core = startCoreChild(folder.path, shellWithSecrets(secrets))
  await expect(core.page().folders.list(undefined)).rejects.toMatchObject({ code: 'start.key_lost' })

  secrets.set(name, key)

  expect(await core.page().folders.list(undefined)).toEqual([])
})

test('a shell that is killed takes the core and its engines along', async () => {
  using folder = tempFolder()
  const script = fileURLToPath(new URL('./lonely-shell.ts', import.meta.url))
  const shell = spawn(process.execPath, [script, folder.path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface(shell.stdout), 'line')
  const { core, engines } = JSON.parse(line) as { core: number; engines: number[] }
  expect(engines.length).toBeGreaterThan(0)

  shell.kill('SIGKILL')

  await Promise.all([core, ...engines].map(processEnd))
})
