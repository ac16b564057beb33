import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { openRedis } from '../../../server/stores/redis-cache.ts'
import { runServices } from '../../helpers/server/run-services.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const addressIn = (folder: string): string => parseEnv(readFileSync(join(folder, 'env'), 'utf8')).REDIS_URL ?? ''

test('what services:up starts outlives the command and keeps what was written; services:down ends it, and it alone', async () => {
  using folder = tempFolder()
  const up = () => runServices(folder.path, 'up', 'redis')
  expect(await up()).toMatchObject({ code: 0, wrote: expect.stringMatching(/^Redis +port \d+$/m) })
  await using first = openRedis({ url: addressIn(folder.path), log: silentLog, isPatient: true })
  await first.set('kept', 1, 60)

  expect(await up()).toMatchObject({ code: 0, wrote: expect.stringMatching(/^Redis +runs already, port \d+$/m) })
  expect(await runServices(folder.path, 'down')).toEqual({ code: 0, wrote: expect.stringMatching(/^Redis +stopped\n$/) })
  await expect(first.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  expect(await runServices(folder.path, 'down')).toEqual({ code: 0, wrote: '' })

  expect((await up()).code).toBe(0)
  try {
    await using second = openRedis({ url: addressIn(folder.path), log: silentLog, isPatient: true })
    expect(await second.get('kept')).toBe(1)
  } finally {
    await runServices(folder.path, 'down')
  }
})

test('a process that has the id of one that ended is left alone', async () => {
  using folder = tempFolder()
  const service = { name: 'Redis', pid: process.pid, begin: '1', port: 1, stopSignal: 'SIGTERM', variables: {} }
  writeFileSync(join(folder.path, 'services.json'), JSON.stringify({ secret: 's', services: [service] }))

  expect(await runServices(folder.path, 'down')).toEqual({ code: 0, wrote: '' })
})

test('without services the check fails sixteen times and says what to do; another command is refused', async () => {
  using folder = tempFolder()

  const [check, other] = [await runServices(folder.path, 'check'), await runServices(folder.path, 'start')]

  expect(check).toMatchObject({ code: 1, wrote: expect.stringContaining('npm run services:up') })
  expect(check.wrote).toMatch(/^0\/16$/m)
  expect(other).toEqual({ code: 1, wrote: expect.stringContaining('There is no "start"') })
})
