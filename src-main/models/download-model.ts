import { existsSync } from 'node:fs'
import { modelError } from '../../src-shared/desktop/models.ts'
import { networkError } from '../../src-shared/desktop/network.ts'
import type { CatalogueModel } from '../../src-shared/models/catalogue.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Db } from '../db/database.ts'
import type { Catalogue } from './catalogue.ts'
import { checkModelFiles } from './check-model-files.ts'
import { refuseFullDisk } from './disk.ts'
import { type DownloadDeps, downloadFile, isAlreadyThere, type WantedFile } from './download.ts'
import type { Hub, HubFile } from './hub.ts'
import { limitRate } from './limit-rate.ts'
import { modelFile, modelFolder, modelPath } from './model-files.ts'
import { findModel, listModels, putModel } from './models.ts'
import { partialFile } from './partial-file.ts'

export interface ModelDownloadDeps extends DownloadDeps {
  readonly db: Db
  readonly catalogue: Catalogue
  readonly hub: Hub
  readonly dataFolder: string
  /** A fault that is nobody's mistake but ours; the row only says `internal`. */
  readonly onError: (error: unknown) => void
}

export interface ModelDownloads extends AsyncDisposable {
  /** Queues the model; the row tells the rest. Errors: `models.unknown`, `models.not_downloadable`. */
  start(id: string): ModelRow
  /** Ends the download and keeps what was received; returns when nothing is written any more. */
  pause(id: string): Promise<void>
  /** Goes on with what was under way when the core ended. */
  resume(): void
}

const PROGRESS_EVERY_MS = 200
const PAUSED = 'paused'
const CLOSED = 'closed'

/** One model after the other, each file after the other: two at once only share the line. */
export function createModelDownloads(deps: ModelDownloadDeps): ModelDownloads {
  const { db, catalogue, dataFolder, now, onError } = deps
  const running = new Map<string, { readonly controller: AbortController; readonly done: Promise<void> }>()
  let queue: Promise<void> = Promise.resolve()

  return {
    start(id) {
      const offer = catalogue.find(id)
      const known = findModel(db, id)
      if (!offer) throw new AppError(known ? modelError.notDownloadable : modelError.unknown, { id })
      if (known && (running.has(id) || (known.status === 'ready' && existsSync(known.path)))) return known
      const row = db.transact((tx) => putModel(tx, waiting(offer, known)))
      enqueue(offer)
      return row
    },

    async pause(id) {
      const job = running.get(id)
      job?.controller.abort(PAUSED)
      await job?.done
      if (!job && isUnfinished(findModel(db, id)?.status)) change(id, { status: 'paused' })
    },

    resume() {
      for (const { id, status } of listModels(db)) {
        const offer = catalogue.find(id)
        if (offer && isUnfinished(status)) enqueue(offer)
      }
    },

    async [Symbol.asyncDispose]() {
      for (const { controller } of running.values()) controller.abort(CLOSED)
      await queue
    },
  }

  function waiting(offer: CatalogueModel, known: ModelRow | undefined): ModelRow {
    const at = now()
    return {
      id: offer.id,
      role: offer.role,
      name: offer.name,
      path: modelPath(modelFolder(dataFolder, offer.id), offer),
      size_bytes: known?.size_bytes ?? offer.approximate_bytes,
      received_bytes: known?.received_bytes ?? 0,
      sha256: null,
      status: 'waiting',
      fault: null,
      created_at: known?.created_at ?? at,
      updated_at: at,
    }
  }

  function enqueue(offer: CatalogueModel): void {
    if (running.has(offer.id)) return
    const controller = new AbortController()
    const turn = queue
    const done = untilTurn(turn, controller.signal)
      .then(() => download(offer, controller.signal))
      .catch(onError)
      .finally(() => running.delete(offer.id))
    running.set(offer.id, { controller, done })
    queue = Promise.all([turn, done]).then(() => undefined)
  }

  async function download(offer: CatalogueModel, signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted()
      change(offer.id, { status: 'downloading', fault: null })
      await bring(offer, signal)
      change(offer.id, { status: 'verifying' })
      await checkModelFiles(offer, modelFolder(dataFolder, offer.id))
      change(offer.id, { status: 'ready' })
    } catch (error) {
      fail(offer.id, error, signal)
    }
  }

  async function bring(offer: CatalogueModel, signal: AbortSignal): Promise<void> {
    const files = wantedFiles(offer, await deps.hub.describe(offer, signal))
    const size_bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    const [only, ...others] = files
    change(offer.id, { size_bytes, sha256: others.length === 0 && only?.digest.algorithm === 'sha256' ? only.digest.hex : null })
    const missing: WantedFile[] = []
    for (const file of files) if (!(await isAlreadyThere(file, signal))) missing.push(file)
    let received_bytes = size_bytes - missing.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    let present = 0
    for (const { target } of missing) present += await partialFile(target).size()
    await refuseFullDisk(deps.disk, dataFolder, Math.max(0, size_bytes - received_bytes - present))
    const tell = limitRate(PROGRESS_EVERY_MS, now, (received: number) => change(offer.id, { received_bytes: received }))
    for (const file of missing) {
      const before = received_bytes
      await downloadFile(deps, file, { signal, onReceived: (bytes) => tell(before + bytes) })
      received_bytes += file.sizeBytes
    }
    change(offer.id, { received_bytes })
  }

  function wantedFiles(offer: CatalogueModel, described: readonly HubFile[]): WantedFile[] {
    const folder = modelFolder(dataFolder, offer.id)
    return described.map(({ path, ...file }, index) => ({
      ...file,
      target: modelFile(folder, offer.files[index] ?? { path }),
      reason: `Download of ${offer.name}`,
    }))
  }

  /** A row that was removed meanwhile stays removed. */
  function change(id: string, fields: Partial<ModelRow>): void {
    db.transact((tx) => {
      const row = findModel(tx, id)
      if (row) putModel(tx, { ...row, ...fields, updated_at: now() })
    })
  }

  function fail(id: string, error: unknown, signal: AbortSignal): void {
    if (signal.aborted) {
      // Closed, the row stays as it is: the next start of the core goes on.
      if (signal.reason === PAUSED) change(id, { status: 'paused', fault: null })
      return
    }
    const fault = faultOf(error)
    if (fault.code === rpcError.internal) onError(error)
    change(id, { status: fault.code === modelError.offline ? 'paused' : 'failed', fault })
  }
}

const isUnfinished = (status: ModelRow['status'] | undefined): boolean =>
  status === 'waiting' || status === 'downloading' || status === 'verifying'

/** A model that waits behind others can be paused at once. */
function untilTurn(turn: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  return Promise.race([turn, aborted])
}

function faultOf(error: unknown): NonNullable<ModelRow['fault']> {
  if (!(error instanceof AppError)) return { code: rpcError.internal }
  if (error.code === networkError.offline) return { code: modelError.offline, data: error.data }
  if (error.code === networkError.unreachable) return { code: modelError.unreachable, data: error.data }
  return { code: error.code, data: error.data }
}
