import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createGate } from '../../../src-main/network/gate.ts'
import { listRequests } from '../../../src-main/network/requests.ts'
import { createUpdateHandlers } from '../../../src-main/updates/update-handlers.ts'
import { networkError } from '../../../src-shared/desktop/network.ts'
import { type UpdateProgress, updateError } from '../../../src-shared/desktop/updates.ts'
import type { FeatureClient } from '../../../src-shared/rpc/contract.ts'
import type { shell as shellContract } from '../../../src-shared/shell/shell.ts'
import { type OpenUpdates, openUpdates, outside } from '../../helpers/open-updates.ts'
import { testRequestLog } from '../../helpers/request-log.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { listName } from '../../helpers/update-host.ts'

const folder = tempFolder()
const signal = new AbortController().signal
/** A program that says that it was started. */
const program = Buffer.from(`#!/bin/sh\necho started > '${join(folder.path, 'started')}'\n`)
const opened: { here?: OpenUpdates } = {}
const here = (): OpenUpdates => opened.here as OpenUpdates

beforeAll(async () => {
  opened.here = await openUpdates(folder.path)
})
afterAll(async () => {
  await here()[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

const download = () => Array.fromAsync(here().updates.download(signal))

test('where new versions are listed is known without asking', () => {
  expect(here().updates.source()).toEqual({ address: `https://updates.test/${listName}` })
  expect(here().host.asked).toEqual([])
})

test('a host that cannot be reached, or has no list, is said by name, and nothing can be downloaded or installed', async () => {
  const { updates } = here()

  await expect(updates.look()).rejects.toEqual(
    expect.objectContaining({ code: networkError.unreachable, data: { host: 'updates.test' } }),
  )
  await expect(download()).rejects.toMatchObject({ code: updateError.nothingFound })
  await expect(updates.install()).rejects.toMatchObject({ code: updateError.nothingFound })
})

test('the version that runs, and any before it, is no new one', async () => {
  const { updates, host } = here()

  for (const version of ['1.2.0', '1.1.9', '0.9.0']) {
    host.publish(version, program)
    expect(await updates.look()).toBeNull()
  }
  await expect(download()).rejects.toMatchObject({ code: updateError.nothingFound })
})

test('a look tells the version, its size and where it lies, and sends nothing that tells one person from another', async () => {
  const { updates, host } = here()
  host.publish('1.3.0', program)
  host.asked.length = 0

  const found = await updates.look()

  expect(found).toEqual({
    ...{ version: '1.3.0', size_bytes: program.length },
    address: 'https://updates.test/Hearth-1.3.0.AppImage',
  })
  expect(host.asked.map(({ path }) => path)).toEqual([`/${listName}`])
  const sent = Object.keys(host.asked[0]?.headers ?? {}).toSorted()
  expect(sent).toEqual(['accept', 'cache-control', 'connection', 'host', 'user-agent'].filter((name) => sent.includes(name)))
})

test('a download that is given up leaves nothing behind, lets go of the line, and can be begun anew', async () => {
  const { updates, host, kept } = here()
  host.publish('1.3.0', program)
  const closed = Promise.withResolvers<void>()
  host.files.set('/Hearth-1.3.0.AppImage', (response) => {
    response.writeHead(200, { 'content-length': program.length }).write(program.subarray(0, 10))
    void once(response, 'close').then(() => closed.resolve())
  })
  await updates.look()
  const giveUp = new AbortController()
  const given = Array.fromAsync(updates.download(giveUp.signal))
  await vi.waitFor(() => expect(host.asked.at(-1)?.path).toBe('/Hearth-1.3.0.AppImage'), 15_000)

  giveUp.abort()

  expect(await given).toEqual([])
  await closed.promise
  await vi.waitFor(() => expect(kept()).toEqual([]), 15_000)
  await expect(updates.install()).rejects.toMatchObject({ code: updateError.nothingFound })
})

test('a file whose length is not the announced one, or is not told, is not received at all', async () => {
  const { updates, host, kept } = here()
  host.publish('1.3.0', program)
  const closed = Promise.withResolvers<void>()
  const endless = (headers: Record<string, number>) => (response: ServerResponse) => {
    response.writeHead(200, headers).write(Buffer.alloc(4096))
    void once(response, 'close').then(() => closed.resolve())
  }
  await updates.look()

  for (const headers of [{}, { 'content-length': program.length + 1 }, { 'content-length': program.length - 1 }]) {
    host.files.set('/Hearth-1.3.0.AppImage', endless(headers))
    await expect(download()).rejects.toMatchObject({ code: updateError.notGenuine })
  }

  await closed.promise
  expect(kept()).toEqual([])
})

test('a list that leads to another host is not followed there', async () => {
  const { updates, host } = here()
  host.files.set(`/${listName}`, (response) => {
    response.writeHead(302, { location: `https://elsewhere.test/${listName}` }).end()
  })
  outside.blocked.length = 0

  await expect(updates.look()).rejects.toMatchObject({ code: networkError.unreachable })

  expect(outside.blocked).toEqual([`https://elsewhere.test/${listName}`])
})

test('each request is admitted by the gate and listed with its reason; offline none leaves', async () => {
  const { updates, host } = here()
  host.publish('1.3.0', program)
  const db = openTestDb()
  const state = { isOffline: true }
  const gate = createGate({ isOffline: () => state.isOffline, log: testRequestLog(db) })
  const shell: Pick<FeatureClient<typeof shellContract>, 'updateSource' | 'lookForUpdate' | 'downloadUpdate'> = {
    updateSource: async () => updates.source(),
    lookForUpdate: () => updates.look(),
    downloadUpdate: (_, given) => updates.download(given ?? signal),
  }
  const handlers = createUpdateHandlers({ shell: shell as FeatureClient<typeof shellContract>, gate })
  host.asked.length = 0

  await expect(handlers.look(undefined, signal)).rejects.toMatchObject({ code: networkError.offline })
  expect(host.asked).toEqual([])
  state.isOffline = false
  await handlers.look(undefined, signal)
  const progress: UpdateProgress[] = await Array.fromAsync(handlers.download(undefined, signal))

  expect(progress.at(-1)).toEqual({ done_bytes: program.length, total_bytes: program.length })
  const listed = listRequests(db, { query: '', reasons: [], limit: 10 }).map(
    ({ host: name, path, reason, outcome, received_bytes }) => ({
      ...{ address: `${name}${path}`, reason, outcome, received_bytes },
    }),
  )
  expect(listed).toEqual([
    {
      address: 'updates.test/Hearth-1.3.0.AppImage',
      reason: 'updates.download',
      outcome: '200',
      received_bytes: program.length,
    },
    { address: `updates.test/${listName}`, reason: 'updates.look', outcome: '200', received_bytes: 0 },
    { address: `updates.test/${listName}`, reason: 'updates.look', outcome: 'offline', received_bytes: 0 },
  ])
  expect(host.asked.map(({ path }) => path)).toEqual([`/${listName}`, '/Hearth-1.3.0.AppImage'])
})

test('a version that cannot be put in place ends nothing for good: Hearth starts again as it was', async () => {
  const { updates, host, calls, installed } = here()
  host.publish('1.3.0', program)
  await updates.look()
  await download()
  vi.stubEnv('APPIMAGE', 'not/absolute')

  await updates.install()

  expect(calls).toEqual(['core ended', 'started again'])
  vi.stubEnv('APPIMAGE', join(folder.path, 'Hearth.AppImage'))
  expect([installed(), outside.quits]).toEqual(['the old version', 0])
})

test('what was announced and downloaded is installed when told, after the core has ended, and started', async () => {
  const { updates, host, calls, installed } = here()
  host.publish('1.4.0', program)
  await updates.look()
  await download()
  expect(installed()).toBe('the old version')

  await updates.install()

  expect(calls.at(-1)).toBe('core ended')
  expect(installed()).toBe(program.toString())
  // The file is there before its words are.
  await vi.waitFor(() => expect(readFileSync(join(folder.path, 'started'), 'utf8')).toBe('started\n'), 15_000)
  await vi.waitFor(() => expect(outside.quits).toBe(1), 15_000)
})
