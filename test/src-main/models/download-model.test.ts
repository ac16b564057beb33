import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Db } from '../../../src-main/db/database.ts'
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
import { type HubServer, sha256, startHubServer } from '../../helpers/hub-server.ts'
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

let server: HubServer
let dataFolder: string
let db: Db
let faults: unknown[]
let told: ModelRow[]
let isOffline: boolean

beforeEach(async () => {
  server = await startHubServer()
  server.put('maker/chat', 'model.gguf', gguf)
  server.put('maker/embedder', 'config.json', Buffer.from('{"model_type":"bert"}'), 'small')
  server.put('maker/embedder', 'tokenizer.json', Buffer.from('{}'), 'small')
  server.put('maker/embedder', 'onnx/model_quantized.onnx', onnx)
  dataFolder = await mkdtemp(join(tmpdir(), 'hearth-models-'))
  db = openTestDb()
  faults = []
  told = []
  isOffline = false
  db.watch((changes) => {
    for (const change of changes) if (change.table === 'models' && change.row) told.push(change.row)
  })
})

afterEach(async () => {
  await server[Symbol.asyncDispose]()
  await rm(dataFolder, { recursive: true })
  expect(faults).toEqual([])
})

function open(): ModelDownloads {
  const gate = createGate({ isOffline: () => isOffline, now: Date.now })
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
const status =
  (...wanted: readonly ModelRow['status'][]) =>
  (row: ModelRow): boolean =>
    wanted.includes(row.status)

test('a model goes from waiting over downloading and verifying to ready, with its true size and hash', async () => {
  await using downloads = open()

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
  await using downloads = open()

  downloads.start('embedder')
  const last = await until('embedder', status('ready', 'failed'))

  expect(last).toMatchObject({ status: 'ready', sha256: null, path: join(dataFolder, 'models', 'embedder') })
  expect((await readFile(join(last.path, 'onnx/model_quantized.onnx'))).equals(onnx)).toBe(true)
})

test('a file that is there and right is not asked again; one that is wrong is', async () => {
  await using downloads = open()
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
  await using downloads = open()
  downloads.start('chat-model')
  const { path } = await until('chat-model', status('ready'))

  expect(downloads.start('chat-model').status).toBe('ready')
  await rm(path)
  expect(downloads.start('chat-model').status).toBe('waiting')
  await until('chat-model', status('ready'))
})

test('a pause keeps what was received, and the next start goes on from there', async () => {
  await using downloads = open()
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
  await using downloads = open()
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
  server.misbehave({ kind: 'stall', at: 400_000 })
  {
    await using downloads = open()
    downloads.start('chat-model')
    await until('chat-model', (row) => row.received_bytes > 0)
  }
  expect(rowOf('chat-model')?.status).toBe('downloading')

  await using next = open()
  next.resume()
  await until('chat-model', status('ready'))

  expect(server.requests.at(-1)?.range).toMatch(/^bytes=\d+-$/)
})

test('resume leaves paused and failed models alone', async () => {
  {
    await using downloads = open()
    server.misbehave({ kind: 'status', status: 404 })
    downloads.start('chat-model')
    await until('chat-model', status('failed'))
  }

  await using next = open()
  next.resume()

  expect(rowOf('chat-model')).toMatchObject({ status: 'failed', fault: { code: modelError.notOnServer } })
})

test('offline, the model is paused with the reason, not failed', async () => {
  await using downloads = open()
  isOffline = true

  downloads.start('chat-model')
  const row = await until('chat-model', status('paused', 'failed'))

  expect(row).toMatchObject({ status: 'paused', fault: { code: modelError.offline } })
})

test('bytes that hash right and are no model are told, never ready', async () => {
  server.put('maker/chat', 'model.gguf', randomBytes(9, 5000))
  await using downloads = open()

  downloads.start('chat-model')

  expect(await until('chat-model', status('ready', 'failed'))).toMatchObject({
    status: 'failed',
    fault: { code: modelError.notAModel },
  })
})

test('a hub that lists another hash than the file has ends failed, with nothing left of the file', async () => {
  server.lie('model.gguf', { oid: '0'.repeat(64) })
  await using downloads = open()

  downloads.start('chat-model')
  const row = await until('chat-model', status('ready', 'failed'))

  expect(row).toMatchObject({ status: 'failed', fault: { code: modelError.wrongHash } })
  expect(existsSync(row.path)).toBe(false)
  expect(existsSync(`${row.path}.partial`)).toBe(false)
})

test('progress comes at most five times a second', async () => {
  let now = 1_000_000
  const gate = createGate({ isOffline: () => false, now: () => now })
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
  await using downloads = open()

  expect(() => downloads.start('unknown')).toThrow(expect.objectContaining({ code: modelError.unknown }))
})

test('killed in the middle, five times over, a download goes on and ends with the same bytes', async () => {
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
  const gate = createGate({ isOffline: () => false, now: Date.now })
  const file = {
    url,
    target,
    sizeBytes: content.length,
    digest: { algorithm: 'sha256', hex: sha256(content) },
    reason: 'Test',
  } as const
  await downloadFile({ gate, disk: realDisk, now: Date.now }, file, {
    onReceived: () => undefined,
    signal: new AbortController().signal,
  })

  expect(before).toBeGreaterThan(2_000_000)
  expect(server.requests.at(-1)?.range).toBe(`bytes=${before}-`)
  expect((await readFile(target)).equals(content)).toBe(true)
})
