import { modelError } from '../../src-shared/desktop/models.ts'
import type { Settings } from '../../src-shared/desktop/settings.ts'
import type { FitEstimate } from '../../src-shared/models/fit.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Db } from '../db/database.ts'
import type { Catalogue } from './catalogue.ts'
import { estimateFit, judge } from './fit.ts'
import type { FitQuestion, FitWish } from './fit-question.ts'
import { readGgufHeader } from './gguf-header.ts'
import type { Machine } from './machine.ts'
import { embedderNeed, type MemoryNeed, type ModelShape, memoryNeed, PROCESS_BYTES } from './memory-need.ts'
import type { ModelEngine } from './model-engine.ts'
import { isOnnxFolder } from './model-files.ts'
import { findModelMemory } from './model-memory.ts'
import { findModel } from './models.ts'

export interface ModelFitDeps {
  readonly db: Db
  readonly catalogue: Catalogue
  readonly engine: Pick<ModelEngine, 'estimate' | 'loaded'>
  readonly machine: (signal: AbortSignal) => Promise<Machine>
  /** As they hold for this model. */
  readonly settings: (modelId: string) => Pick<Settings, 'gpu' | 'gpu_layers' | 'context_size' | 'threads'>
}

export interface FitOptions {
  readonly id: string
  readonly context_size?: number | undefined
  readonly gpu_layers?: number | undefined
}

export interface ModelFit {
  readonly estimate: FitEstimate
  readonly layers: number
}

interface Known {
  readonly weightsBytes: number
  /** Null for an embedder. */
  readonly shape: ModelShape | null
  /** The GGUF file, once it is here: then the library reckons from it. */
  readonly path: string | null
}

/**
 * Whether a model fits: by the catalogue's figures before it is here, by its own header and the library's reckoning after, by
 * what it really took once it was loaded. Errors: `models.unknown`, and those of `readGgufHeader`.
 */
export async function fitModel(deps: ModelFitDeps, options: FitOptions, signal: AbortSignal): Promise<ModelFit> {
  const row = findModel(deps.db, options.id)
  const known = await learn(deps, options.id, row)
  const machine = withReclaimed(await deps.machine(signal), deps)
  const question = ask(known, wishOf(deps.settings(options.id), options))
  const first = estimateFit(question, machine)
  if (known.path === null) return { estimate: first, layers: question.layers }
  const proven = await prove(deps, { id: options.id, path: known.path, first }, signal)
  const { context_size } = first.plan
  return { estimate: proven ? judge({ ...question, need: () => proven }, machine, context_size) : first, layers: question.layers }
}

const wishOf = (settings: ReturnType<ModelFitDeps['settings']>, { context_size, gpu_layers }: FitOptions): FitWish => ({
  contextSize: context_size ?? settings.context_size,
  gpu: settings.gpu,
  gpuLayers: gpu_layers ?? settings.gpu_layers,
  threads: settings.threads,
})

async function learn({ catalogue }: ModelFitDeps, id: string, row: ModelRow | undefined): Promise<Known> {
  const offer = catalogue.find(id)
  if (row?.status === 'ready' && row.role !== 'embedder' && !isOnnxFolder(row.path)) {
    const header = await readGgufHeader(row.path)
    return { weightsBytes: header.weightBytes, shape: header, path: row.path }
  }
  if (!row && !offer) throw new AppError(modelError.unknown, { id })
  const shape = offer?.shape
  return {
    weightsBytes: row?.size_bytes ?? offer?.approximate_bytes ?? 0,
    shape: shape
      ? {
          layers: shape.layers,
          heads: shape.heads,
          kvHeads: shape.kv_heads,
          headSize: shape.head_size,
          vocabulary: shape.vocabulary,
          context: shape.context,
        }
      : null,
    path: null,
  }
}

function ask({ weightsBytes, shape }: Known, wish: FitWish): FitQuestion {
  if (!shape) return { need: () => embedderNeed(weightsBytes), layers: 0, trainContext: 512, wish }
  return {
    need: (contextSize) => memoryNeed(weightsBytes, shape, contextSize),
    layers: shape.layers,
    trainContext: shape.context,
    wish,
  }
}

/** Better figures than ours for the plan we came to: measured ones, else the library's; none when its process cannot start. */
async function prove(
  { db, engine }: ModelFitDeps,
  { id, path, first }: { id: string; path: string; first: FitEstimate },
  signal: AbortSignal,
): Promise<MemoryNeed | undefined> {
  const { context_size, gpu_layers, gpu } = first.plan
  const measured = findModelMemory(db, id)
  if (measured && measured.context_size === context_size && measured.gpu_layers === '0' && gpu_layers === 0) {
    const weights = Math.min(first.weights_bytes, measured.memory_bytes)
    const kv = Math.min(first.kv_bytes, measured.memory_bytes - weights)
    return { weights, kv, buffers: measured.memory_bytes - weights - kv }
  }
  const figures = await engine.estimate({ path, context_size, gpu_layers, gpu }, signal).catch(() => {
    signal.throwIfAborted()
    return undefined
  })
  return figures && { weights: figures.weights_bytes, kv: figures.kv_bytes, buffers: figures.buffers_bytes + PROCESS_BYTES }
}

/** The model that is loaded now makes room for the next; its weights lie in the file cache, which counts as free already. */
function withReclaimed(machine: Machine, { db, engine }: ModelFitDeps): Machine {
  const loaded = engine.loaded()
  const weights = loaded ? (findModel(db, loaded.id)?.size_bytes ?? 0) : 0
  const reclaimed = Math.max(0, (loaded?.memory_bytes ?? 0) - weights)
  return { ...machine, freeMemoryBytes: Math.min(machine.totalMemoryBytes, machine.freeMemoryBytes + reclaimed) }
}
