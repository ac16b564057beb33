import { modelError } from '../../src-shared/desktop/models.ts'
import { networkError } from '../../src-shared/desktop/network.ts'
import type { CatalogueModel } from '../../src-shared/models/catalogue.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Db } from '../db/database.ts'
import { checkModelFiles } from './check-model-files.ts'
import { refuseFullDisk } from './disk.ts'
import { type DownloadDeps, downloadFile, isAlreadyThere, type WantedFile } from './download.ts'
import type { Hub, HubFile } from './hub.ts'
import { limitRate } from './limit-rate.ts'
import { modelFile, modelFolder } from './model-files.ts'
import { findModel, putModel } from './models.ts'
import { partialFile } from './partial-file.ts'

export interface ModelDownloadDeps extends DownloadDeps {
  readonly db: Db
  readonly hub: Hub
  readonly dataFolder: string
  /** A fault that is nobody's mistake but ours; the row only says `internal`. */
  readonly onError: (error: unknown) => void
}

const PROGRESS_EVERY_MS = 200
/** Abort reason of a person's pause; after any other the row stays as it is, and the next start of the core goes on. */
export const PAUSED = 'paused'

/** Brings every file of a model, one after the other, and tells in its row how it stands. Never rejects: a fault is in the row. */
export async function bringModel(deps: ModelDownloadDeps, offer: CatalogueModel, signal: AbortSignal): Promise<void> {
  try {
    signal.throwIfAborted()
    changeModel(deps, offer.id, { status: 'downloading', fault: null })
    await bring(deps, offer, signal)
    changeModel(deps, offer.id, { status: 'verifying' })
    await checkModelFiles(offer, modelFolder(deps.dataFolder, offer.id))
    changeModel(deps, offer.id, { status: 'ready' })
  } catch (error) {
    fail(deps, { id: offer.id, error, signal })
  }
}

async function bring(deps: ModelDownloadDeps, offer: CatalogueModel, signal: AbortSignal): Promise<void> {
  const files = wantedFiles(deps.dataFolder, offer, await deps.hub.describe(offer, signal))
  const size_bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const [only, ...others] = files
  changeModel(deps, offer.id, {
    size_bytes,
    sha256: others.length === 0 && only?.digest.algorithm === 'sha256' ? only.digest.hex : null,
  })
  const missing: WantedFile[] = []
  for (const file of files) if (!(await isAlreadyThere(file, signal))) missing.push(file)
  let received_bytes = size_bytes - missing.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  let present = 0
  for (const { target } of missing) present += await partialFile(target).size()
  await refuseFullDisk(deps.disk, deps.dataFolder, Math.max(0, size_bytes - received_bytes - present))
  using progress = limitRate(PROGRESS_EVERY_MS, deps.now, (received: number) =>
    changeModel(deps, offer.id, { received_bytes: received }),
  )
  for (const file of missing) {
    const before = received_bytes
    await downloadFile(deps, file, { signal, onReceived: (bytes) => progress.tell(before + bytes) })
    received_bytes += file.sizeBytes
  }
  changeModel(deps, offer.id, { received_bytes })
}

function wantedFiles(dataFolder: string, offer: CatalogueModel, described: readonly HubFile[]): WantedFile[] {
  const folder = modelFolder(dataFolder, offer.id)
  return described.map(({ path, ...file }, index) => ({
    ...file,
    target: modelFile(folder, offer.files[index] ?? { path }),
    subject: offer.name,
  }))
}

/** A row that was removed meanwhile stays removed. */
export function changeModel({ db, now }: Pick<ModelDownloadDeps, 'db' | 'now'>, id: string, fields: Partial<ModelRow>): void {
  db.transact((tx) => {
    const row = findModel(tx, id)
    if (row) putModel(tx, { ...row, ...fields, updated_at: now() })
  })
}

function fail(deps: ModelDownloadDeps, { id, error, signal }: { id: string; error: unknown; signal: AbortSignal }): void {
  if (signal.aborted) {
    if (signal.reason === PAUSED) changeModel(deps, id, { status: 'paused', fault: null })
    return
  }
  const fault = faultOf(error)
  if (fault.code === rpcError.internal) deps.onError(error)
  changeModel(deps, id, { status: fault.code === modelError.offline ? 'paused' : 'failed', fault })
}

function faultOf(error: unknown): NonNullable<ModelRow['fault']> {
  if (!(error instanceof AppError)) return { code: rpcError.internal }
  if (error.code === networkError.offline) return { code: modelError.offline, data: error.data }
  if (error.code === networkError.unreachable) return { code: modelError.unreachable, data: error.data }
  return { code: error.code, data: error.data }
}
