import { rm } from 'node:fs/promises'
import {
  type LoadedModel,
  type MachineState,
  type ModelEntry,
  type ModelSettings,
  modelError,
  type models,
} from '../../src-shared/desktop/models.ts'
import type { Settings } from '../../src-shared/desktop/settings.ts'
import type { CatalogueModel } from '../../src-shared/models/catalogue.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { addDemo } from './add-demo.ts'
import { canRank, idsInUse, resolveChatModel } from './choose-model.ts'
import { demoSummaries } from './demo-ids.ts'
import type { ModelDownloads } from './download-model.ts'
import { importModel } from './import-model.ts'
import type { ModelEngine } from './model-engine.ts'
import { modelFolder } from './model-files.ts'
import { fitModel, type ModelFitDeps } from './model-fit.ts'
import { recordModelMemory, removeModelMemory } from './model-memory.ts'
import { changeModelSettings, type ModelSettingsChange, readModelSettings, removeModelSettings } from './model-settings.ts'
import { knownModel, listModels, removeModel } from './models.ts'
import type { PlansFor } from './plan-model.ts'
import { verifyModel } from './verify-model.ts'

export interface ModelDeps extends ModelFitDeps {
  readonly engine: ModelEngine
  readonly downloads: Pick<ModelDownloads, 'start' | 'pause'>
  readonly dataFolder: string
  readonly now: () => number
  readonly plansFor: PlansFor
  /** Whether an answer is being written with the model, or documents are being read with it. */
  readonly isInUse: (id: string) => boolean
  readonly chosen: () => Pick<Settings, 'chat_model_id' | 'embedder_id' | 'reranker_id'>
  readonly machineState: (signal: AbortSignal) => Promise<MachineState>
  /** How the model in memory is loaded was changed. */
  readonly onLoadingChanged: () => void
}

/** What decides how a model is loaded, beside how it answers. */
const loading = ['context_size', 'gpu_layers', 'threads'] as const

export function createModelHandlers(deps: ModelDeps): FeatureHandlers<typeof models> {
  const { db, engine, downloads, catalogue } = deps
  return {
    list: () => mergeEntries(catalogue.models, { rows: listModels(db), idsInUse: idsInUse(db, deps.chosen()) }),
    fit: async (options, signal) => (await fitModel(deps, options, signal)).estimate,
    download: ({ id }) => downloads.start(id),

    async pause({ id }) {
      await downloads.pause(id)
      return knownModel(db, id)
    },

    remove: ({ id }) => remove(deps, knownModel(db, id)),
    import: (wish) => importModel(deps, wish),
    addDemo: (_, signal) => addDemo(deps, signal),
    load: ({ id }, signal) => load(deps, id, signal),
    unload: () => engine.unload(),
    loaded: () => engine.loaded(),
    machine: (_, signal) => deps.machineState(signal),
    settings: ({ id }) => readModelSettings(db, knownModel(db, id).id),
    changeSettings: (change) => changeSettings(deps, change),
    verify: ({ id }, signal) => verifyModel(knownModel(db, id), signal),
  }
}

function changeSettings(
  { db, engine, now, onLoadingChanged }: ModelDeps,
  { id, fields }: Omit<ModelSettingsChange, 'at'>,
): ModelSettings {
  const before = readModelSettings(db, knownModel(db, id).id)
  const after = db.transact((tx) => changeModelSettings(tx, { id, fields, at: now() }))
  if (engine.loaded()?.id === id && loading.some((field) => before[field] !== after[field])) onLoadingChanged()
  return after
}

/** Offers in the catalogue's order, then what only this machine has. */
function mergeEntries(
  offers: readonly CatalogueModel[],
  { rows, idsInUse: inUse }: { readonly rows: readonly ModelRow[]; readonly idsInUse: readonly string[] },
): ModelEntry[] {
  const offered = offers.map((offer): ModelEntry => {
    const { id, role, name, summary, is_default } = offer
    const row = rows.find((each) => each.id === id) ?? null
    const isDefault = row?.status === 'ready' ? inUse.includes(id) : is_default
    return { id, role, name, summary, offer, row, isDefault, canRank: row !== null && canRank(row) }
  })
  const own = rows.filter(({ id }) => !offers.some((offer) => offer.id === id))
  return [
    ...offered,
    ...own.map((row): ModelEntry => {
      const { id, role, name } = row
      const own = { summary: demoSummaries[id] ?? null, offer: null, isDefault: inUse.includes(id), canRank: canRank(row) }
      return { id, role, name, row, ...own }
    }),
  ]
}

/** The row goes first: what a crash leaves is a folder that the next download takes up. An imported file stays where it lies. */
async function remove({ db, engine, downloads, dataFolder, isInUse }: ModelDeps, { id }: ModelRow): Promise<void> {
  if (isInUse(id)) throw new AppError(modelError.inUse, { id })
  await downloads.pause(id)
  if (engine.loaded()?.id === id) await engine.unload()
  db.transact(
    (tx) => {
      removeModel(tx, id)
      removeModelMemory(tx, id)
      removeModelSettings(tx, id)
    },
    { freesSpace: true },
  )
  await rm(modelFolder(dataFolder, id), { recursive: true, force: true })
}

async function* load(deps: ModelDeps, id: string, signal: AbortSignal): AsyncGenerator<LoadedModel> {
  const { db, engine, now } = deps
  const { path, row } = resolveChatModel(db, { chat_model_id: null }, id)
  if (row.role !== 'chat') throw new AppError(modelError.notAModel, { why: `role_${row.role}` })
  const plans = await deps.plansFor({ id }, signal)
  let progress = 0
  let heard = Promise.withResolvers<void>()
  const onProgress = (value: number): void => {
    progress = value
    heard.resolve()
  }
  const loading = engine.ensureLoaded({ id, path }, plans, { signal, onProgress })
  const ended = loading.then(() => true)
  // Whoever stops listening here has aborted the load; its rejection is theirs already.
  ended.catch(() => undefined)
  yield loadingNow()
  while (!(await Promise.race([ended, heard.promise.then(() => false)]))) {
    heard = Promise.withResolvers<void>()
    yield loadingNow()
  }
  const loaded = engine.loaded()
  // Another may have taken its place already.
  if (loaded?.id !== id) return
  db.transact((tx) => recordModelMemory(tx, loaded, now()))
  yield loaded

  function loadingNow(): LoadedModel {
    const plan = plans[0] ?? null
    const unknown = { memory_bytes: null, tokens_per_s: null, context_size: null, gpu: null, fault: null }
    return { id, state: 'loading', progress, plan, ...unknown }
  }
}
