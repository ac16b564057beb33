import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Catalogue } from '../../../src-main/models/catalogue.ts'
import { realDisk } from '../../../src-main/models/disk.ts'
import { downloadFile } from '../../../src-main/models/download.ts'
import { createModelDownloads, type ModelDownloads } from '../../../src-main/models/download-model.ts'
import { createHub } from '../../../src-main/models/hub.ts'
import { findModel } from '../../../src-main/models/models.ts'
import { createGate } from '../../../src-main/network/gate.ts'
import { modelError } from '../../../src-shared/desktop/models.ts'
import { catalogueModel } from '../../../src-shared/models/catalogue.ts'
import type { ModelRow } from '../../../src-shared/rows/model.ts'
import { sha256, startHubServer } from '../../helpers/hub-server.ts'
import { testRequestLog } from '../../helpers/request-log.ts'
import { randomBytes } from '../../helpers/seeded.ts'
import { smallGguf } from '../../helpers/small-gguf.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const gguf = Buffer.concat([smallGguf(), randomBytes(5, 800_000)])
const onnx = Buffer.concat([Buffer.from([0x08]), randomBytes(6, 300_000)])

const offer = (fields: object) =>
  catalogueModel.parse({
    summary: 'A model.',
    licence: 'MIT',
    revision: 'main',
    approximate_bytes: 999,
    quantisation: null,
    shape: null,
    ...fields,
  })
const chatModel = offer({
  id: 'chat-model',
  role: 'chat',
  name: 'Chat',
  repository: 'maker/chat',
  files: [{ path: 'model.gguf' }],
})
const embedder = offer({
  id: 'embedder',
  role: 'embedder',
  name: 'Embedder',
  repository: 'maker/embedder',
  files: [{ path: 'config.json' }, { path: 'tokenizer.json' }, { path: 'onnx/model_quantized.onnx' }],
})
const offers = [chatModel, embedder]
const catalogue: Catalogue = { models: offers, find: (id) => offers.find((one) => one.id === id) }

/** A hub with both models, an empty data folder, a store whose told rows are kept. */
async function open() {
  const server = await startHubServer()
  server.put('maker/chat', 'model.gguf', gguf)
  server.putSmall('maker/embedder', 'config.json', Buffer.from('{"model_type":"bert"}'))
  server.putSmall('maker/embedder', 'tokenizer.json', Buffer.from('{}'))
  server.put('maker/embedder', 'onnx/model_quantized.onnx', onnx)
  const dataFolder = await mkdtemp(join(tmpdir(), 'hearth-models-'))
  const db = openTestDb()
  const faults: unknown[] = []
  const told: ModelRow[] = []
  const line = { isOffline: false }
  db.watch((changes) => {
    for (const change of changes) if (change.table === 'models' && change.row) told.push(change.row)
  })

  function openDownloads(): ModelDownloads {
    const gate = createGate({ isOffline: () => line.isOffline, log: testRequestLog() })
    const hub = createHub({ gate, address: () => server.address })
    const onError = (error: unknown): void => void faults.push(error)
    const timing = { stallMs: 5000, attempts: 2, waitMs: 1 }
    return createModelDownloads({ db, gate, hub, catalogue, dataFolder, disk: realDisk, now: Date.now, timing, onError })
  }

  const rowOf = (id: string): ModelRow | undefined => findModel(db, id)

  /** Resolves with the row once it is as wanted; told changes wake it, no clock does. */
  async function until(id: string, isWanted: (row: ModelRow) => boolean): Promise<ModelRow> {
    const now = rowOf(id)
    if (now && isWanted(now)) return now
    const { promise, resolve } = Promise.withResolvers<ModelRow>()
    const stop = db.watch((changes) => {
      for (const change of changes)
        if (change.table === 'models' && change.id === id && change.row && isWanted(change.row)) resolve(change.row)
    })
    return promise.finally(stop)
  }

  const close = async (): Promise<void> => {
    await server[Symbol.asyncDispose]()
    await rm(dataFolder, { recursive: true })
    expect(faults).toEqual([])
  }
  return { server, dataFolder, db, faults, told, line, openDownloads, rowOf, until, [Symbol.asyncDispose]: close }
}

const status =
  (...wanted: readonly ModelRow['status'][]) =>
  (row: ModelRow): boolean =>
    wanted.includes(row.status)

test('a model goes from waiting over downloading and verifying to ready, with its true size and hash', async () => {
  await using world = await open()
  const { told, openDownloads, until } = world
  await using downloads = openDownloads()

  const first = downloads.start('chat-model')
  const last = await until('chat-model', status('ready', 'failed'))

  expect(first).toMatchObject({ status: 'waiting', size_bytes: 999, received_bytes: 0 })
  expect(last).toMatchObject({
    status: 'ready',
    size_bytes: gguf.length,
    received_bytes: gguf.length,
    sha256: sha256(gguf),
    fault: null,
  })
  expect([...new Set(told.map((row) => row.status))]).toEqual(['waiting', 'downloading', 'verifying', 'ready'])
  expect((await readFile(last.path)).equals(gguf)).toBe(true)
})

test('all files of a model come, each to its place, and the folder is the model', async () => {
  await using world = await open()
  const { dataFolder, openDownloads, until } = world
  await using downloads = openDownloads()

  downloads.start('embedder')
  const last = await until('embedder', status('ready', 'failed'))

  expect(last).toMatchObject({ status: 'ready', sha256: null, path: join(dataFolder, 'models', 'embedder') })
  expect((await readFile(join(last.path, 'onnx/model_quantized.onnx'))).equals(onnx)).toBe(true)
})

test('a file that is there and right is not asked again; one that is wrong is', async () => {
  await using world = await open()
  const { server, db, openDownloads, until } = world
  await using downloads = openDownloads()
  downloads.start('embedder')
  const { path } = await until('embedder', status('ready'))
  await writeFile(join(path, 'tokenizer.json'), '[]')
  db.transact((tx) => tx.prepare("UPDATE models SET status = 'failed'").run())
  server.requests.length = 0

  downloads.start('embedder')
  await until('embedder', status('ready'))

  expect(server.requests.map((request) => request.path)).toEqual([
    '/api/models/maker/embedder/tree/main',
    '/maker/embedder/resolve/main/tokenizer.json',
  ])
  expect(await readFile(join(path, 'tokenizer.json'), 'utf8')).toBe('{}')
})

test('a ready model is not downloaded again, unless its file is gone', async () => {
  await using world = await open()
  const { openDownloads, until } = world
  await using downloads = openDownloads()
  downloads.start('chat-model')
  const { path } = await until('chat-model', status('ready'))

  expect(downloads.start('chat-model').status).toBe('ready')
  await rm(path)
  expect(downloads.start('chat-model').status).toBe('waiting')
  await until('chat-model', status('ready'))
})

test('a pause keeps what was received, and the next start goes on from there', async () => {
  await using world = await open()
  const { server, dataFolder, openDownloads, rowOf, until } = world
  await using downloads = openDownloads()
  server.misbehave({ kind: 'stall', at: 500_000 })
  downloads.start('chat-model')
  await until('chat-model', (row) => row.received_bytes > 0)

  await downloads.pause('chat-model')
  expect(rowOf('chat-model')?.status).toBe('paused')
  const { size } = await stat(join(dataFolder, 'models/chat-model/model.gguf.partial'))
  downloads.start('chat-model')
  await until('chat-model', status('ready'))

  expect(size).toBeGreaterThan(0)
  expect(server.requests.at(-1)).toMatchObject({ range: `bytes=${size}-` })
})

test('a model that waits behind another is paused at once, and what comes after it still waits its turn', async () => {
  await using world = await open()
  const { server, openDownloads, rowOf, until } = world
  await using downloads = openDownloads()
  server.misbehave({ kind: 'stall', at: 100_000 })
  downloads.start('chat-model')
  await until('chat-model', (row) => row.received_bytes > 0)
  downloads.start('embedder')

  await downloads.pause('embedder')
  expect(rowOf('embedder')?.status).toBe('paused')
  downloads.start('embedder')
  expect(server.requests.some(({ path }) => path.includes('embedder'))).toBe(false)

  await downloads.pause('chat-model')
  await until('embedder', status('ready'))
})

test('closed in the middle, the row stays as it is and the next start of the core goes on', async () => {
  await using world = await open()
  const { server, openDownloads, rowOf, until } = world
  server.misbehave({ kind: 'stall', at: 400_000 })
  {
    await using downloads = openDownloads()
    downloads.start('chat-model')
    await until('chat-model', (row) => row.received_bytes > 0)
  }
  expect(rowOf('chat-model')?.status).toBe('downloading')

  await using next = openDownloads()
  next.resume()
  await until('chat-model', status('ready'))

  expect(server.requests.at(-1)?.range).toMatch(/^bytes=\d+-$/)
})

test('resume leaves paused and failed models alone', async () => {
  await using world = await open()
  const { server, openDownloads, rowOf, until } = world
  {
    await using downloads = openDownloads()
    server.misbehave({ kind: 'status', status: 404 })
    downloads.start('chat-model')
    await until('chat-model', status('failed'))
  }

  await using next = openDownloads()
  next.resume()

  expect(rowOf('chat-model')).toMatchObject({ status: 'failed', fault: { code: modelError.notOnServer } })
})

test('offline, the model is paused with the reason, not failed', async () => {
  await using world = await open()
  const { line, openDownloads, until } = world
  await using downloads = openDownloads()
  line.isOffline = true

  downloads.start('chat-model')
  const row = await until('chat-model', status('paused', 'failed'))

  expect(row).toMatchObject({ status: 'paused', fault: { code: modelError.offline } })
})

test('bytes that hash right and are no model are told, never ready', async () => {
  await using world = await open()
  const { server, openDownloads, until } = world
  server.put('maker/chat', 'model.gguf', randomBytes(9, 5000))
  await using downloads = openDownloads()

  downloads.start('chat-model')

  expect(await until('chat-model', status('ready', 'failed'))).toMatchObject({
    status: 'failed',
    fault: { code: modelError.notAModel },
  })
})

test('a hub that lists another hash than the file has ends failed, with nothing left of the file', async () => {
  await using world = await open()
  const { server, openDownloads, until } = world
  server.lie('model.gguf', { oid: '0'.repeat(64) })
  await using downloads = openDownloads()

  downloads.start('chat-model')
  const row = await until('chat-model', status('ready', 'failed'))

  expect(row).toMatchObject({ status: 'failed', fault: { code: modelError.wrongHash } })
  expect(existsSync(row.path)).toBe(false)
  expect(existsSync(`${row.path}.partial`)).toBe(false)
})

test('progress comes at most five times a second', async () => {
  await using world = await open()
  const { server, dataFolder, db, faults, told, until } = world
  let now = 1_000_000
  const gate = createGate({ isOffline: () => false, log: testRequestLog() })
  const hub = createHub({ gate, address: () => server.address })
  const disk = {
    ...realDisk,
    async write(...[file, bytes]: Parameters<typeof realDisk.write>) {
      now += 10
      await realDisk.write(file, bytes)
    },
  }
  await using downloads = createModelDownloads({
    db,
    gate,
    hub,
    catalogue,
    dataFolder,
    disk,
    now: () => now,
    onError: (error) => faults.push(error),
  })

  downloads.start('chat-model')
  await until('chat-model', status('ready'))

  const inFlight = told.filter(
    (row, index) => row.status === 'downloading' && row.received_bytes !== told[index - 1]?.received_bytes,
  )
  const seconds = (now - 1_000_000) / 1000
  expect(inFlight.length).toBeLessThanOrEqual(seconds * 5 + 3)
})

test('what is no offer cannot be downloaded', async () => {
  await using world = await open()
  const { openDownloads } = world
  await using downloads = openDownloads()

  expect(() => downloads.start('unknown')).toThrow(expect.objectContaining({ code: modelError.unknown }))
})

test('killed in the middle, five times over, a download goes on and ends with the same bytes', async () => {
  await using world = await open()
  const { server, dataFolder } = world
  const content = randomBytes(11, 3_000_000)
  server.put('maker/large', 'file', content)
  const url = `${server.address}/maker/large/resolve/main/file`
  const target = join(dataFolder, 'file')
  const child = fileURLToPath(new URL('../../helpers/download-child.ts', import.meta.url))

  for (let round = 1; round <= 5; round += 1) {
    server.forgive()
    server.misbehave({ kind: 'stall', at: round * 500_000 })
    const downloading = fork(child, [url, target, String(content.length), sha256(content)])
    const enough = new Promise<void>((resolve) => {
      downloading.on('message', (bytes) => Number(bytes) >= round * 500_000 - 100_000 && resolve())
    })
    await enough
    downloading.kill('SIGKILL')
    await once(downloading, 'exit')
  }
  server.forgive()
  const before = (await stat(`${target}.partial`)).size
  const gate = createGate({ isOffline: () => false, log: testRequestLog() })
  const file = {
    url,
    target,
    sizeBytes: content.length,
    digest: { algorithm: 'sha256', hex: sha256(content) },
    subject: 'Test',
  } as const
  await downloadFile({ gate, disk: realDisk, now: Date.now }, file, {
    onReceived: () => undefined,
    signal: new AbortController().signal,
  })

  expect(before).toBeGreaterThan(2_000_000)
  expect(server.requests.at(-1)?.range).toBe(`bytes=${before}-`)
  expect((await readFile(target)).equals(content)).toBe(true)
})
