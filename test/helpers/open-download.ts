import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { realDisk } from '../../src-main/models/disk.ts'
import { type DownloadDeps, downloadFile, type WantedFile } from '../../src-main/models/download.ts'
import { createGate } from '../../src-main/network/gate.ts'
import { listRequests } from '../../src-main/network/requests.ts'
import { modelError } from '../../src-shared/desktop/models.ts'
import { type HubFault, sha256, startHubServer } from './hub-server.ts'
import { testRequestLog } from './request-log.ts'
import { randomBytes } from './seeded.ts'
import { openTestDb } from './test-db.ts'

export const content = randomBytes(1, 1_000_000)
export const repository = 'maker/model'
const signal = new AbortController().signal

/** A hub with one file, an empty folder, and what the tests do with both. */
export async function openDownload() {
  const hub = await startHubServer()
  hub.put(repository, 'model.gguf', content)
  const folder = await mkdtemp(join(tmpdir(), 'hearth-download-'))
  const db = openTestDb()
  const gate = createGate({ isOffline: () => false, log: testRequestLog(db) })
  const requests = () => listRequests(db, { query: '', reasons: [], limit: 100 })
  const waits: number[] = []

  const deps = (more: Partial<DownloadDeps> = {}): DownloadDeps => ({
    gate,
    disk: realDisk,
    now: Date.now,
    timing: { stallMs: 10_000, attempts: 3 },
    wait: async (ms) => void waits.push(ms),
    ...more,
  })

  const wanted = (more: Partial<WantedFile> = {}): WantedFile => ({
    url: `${hub.address}/${repository}/resolve/main/model.gguf`,
    target: join(folder, 'model.gguf'),
    sizeBytes: content.length,
    digest: { algorithm: 'sha256', hex: sha256(content) },
    subject: 'A model',
    ...more,
  })

  const watch = { onReceived: () => undefined, signal }
  const download = (more: { deps?: Partial<DownloadDeps>; file?: Partial<WantedFile> } = {}): Promise<void> =>
    downloadFile(deps(more.deps), wanted(more.file), watch)

  const target = (): Promise<Buffer> => readFile(join(folder, 'model.gguf'))
  const hasPart = (): boolean => existsSync(join(folder, 'model.gguf.partial'))

  /** Leaves the first `bytes` of the file, as a stopped download does. */
  async function leavePart(bytes: number): Promise<void> {
    hub.misbehave(...Array<HubFault>(40).fill({ kind: 'drop', at: bytes }))
    await expect(download()).rejects.toMatchObject({ code: modelError.unreachable })
    hub.forgive()
    hub.requests.length = 0
  }

  const close = async (): Promise<void> => {
    await hub[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  }
  return { hub, folder, gate, requests, waits, deps, wanted, download, target, hasPart, leavePart, [Symbol.asyncDispose]: close }
}
