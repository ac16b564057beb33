import { existsSync } from 'node:fs'
import { modelError } from '../../src-shared/desktop/models.ts'
import type { CatalogueModel } from '../../src-shared/models/catalogue.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { bringModel, changeModel, type ModelDownloadDeps, PAUSED } from './bring-model.ts'
import type { Catalogue } from './catalogue.ts'
import { modelFolder, modelPath } from './model-files.ts'
import { findModel, listModels, putModel } from './models.ts'

export interface ModelDownloadsDeps extends ModelDownloadDeps {
  readonly catalogue: Catalogue
}

export interface ModelDownloads extends AsyncDisposable {
  /** Queues the model; the row tells the rest. Errors: `models.unknown`, `models.not_downloadable`. */
  start(id: string): ModelRow
  /** Ends the download and keeps what was received; returns when nothing is written any more. */
  pause(id: string): Promise<void>
  /** Goes on with what was under way when the core ended. */
  resume(): void
}

const CLOSED = 'closed'

/** One model after the other, each file after the other: two at once only share the line. */
export function createModelDownloads(deps: ModelDownloadsDeps): ModelDownloads {
  const { db, catalogue, onError } = deps
  const running = new Map<string, { readonly controller: AbortController; readonly done: Promise<void> }>()
  let queue: Promise<void> = Promise.resolve()

  return {
    start(id) {
      const offer = catalogue.find(id)
      const known = findModel(db, id)
      if (!offer) throw new AppError(known ? modelError.notDownloadable : modelError.unknown, { id })
      if (known && (running.has(id) || (known.status === 'ready' && existsSync(known.path)))) return known
      const row = db.transact((tx) => putModel(tx, waitingRow(deps, offer, known)))
      enqueue(offer)
      return row
    },

    async pause(id) {
      const job = running.get(id)
      job?.controller.abort(PAUSED)
      await job?.done
      if (!job && isUnfinished(findModel(db, id)?.status)) changeModel(deps, id, { status: 'paused' })
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

  function enqueue(offer: CatalogueModel): void {
    if (running.has(offer.id)) return
    const controller = new AbortController()
    const turn = queue
    const done = untilTurn(turn, controller.signal)
      .then(() => bringModel(deps, offer, controller.signal))
      .catch(onError)
      .finally(() => running.delete(offer.id))
    running.set(offer.id, { controller, done })
    queue = Promise.all([turn, done]).then(() => undefined)
  }
}

function waitingRow({ dataFolder, now }: ModelDownloadsDeps, offer: CatalogueModel, known: ModelRow | undefined): ModelRow {
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

const isUnfinished = (status: ModelRow['status'] | undefined): boolean =>
  status === 'waiting' || status === 'downloading' || status === 'verifying'

/** A model that waits behind others can be paused at once. */
function untilTurn(turn: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  return Promise.race([turn, aborted])
}
