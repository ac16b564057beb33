import { z } from 'zod'
import { catalogueModel } from '../models/catalogue.ts'
import { fitEstimate, gpuBackend, loadPlan } from '../models/fit.ts'
import { modelRow } from '../rows/model.ts'
import { call, stream } from '../rpc/contract.ts'
import { settingsSchema } from './settings.ts'

const id = z.object({ id: z.string().min(1) })

/** A line of the models page: what the catalogue offers and what is on the machine, merged by id. */
export const modelEntry = z.object({
  id: z.string(),
  role: modelRow.shape.role,
  name: z.string(),
  /** One sentence: for whom, what it is good at; null for what the person imported. */
  summary: z.string().nullable(),
  /** Absent for the demo and what the person imported. */
  offer: catalogueModel.nullable(),
  /** Absent while only offered. */
  row: modelRow.nullable(),
  /** Of what is here the one that is used where none was chosen, of what is offered the recommended one. */
  isDefault: z.boolean(),
  /** A reranker that is here and of the kind that runs: an ONNX folder, whatever a GGUF file is called. */
  canRank: z.boolean(),
})
export type ModelEntry = z.infer<typeof modelEntry>

/** The model that is in memory now. */
export const loadedModel = z.object({
  id: z.string(),
  state: z.enum(['loading', 'ready', 'failed']),
  progress: z.number(),
  plan: loadPlan.nullable(),
  /** Resident memory of its process, bytes. */
  memory_bytes: z.int().nullable(),
  /** Of the newest answer. */
  tokens_per_s: z.number().nullable(),
  context_size: z.int().nullable(),
  gpu: z.string().nullable(),
  fault: z.object({ code: z.string(), data: z.unknown().optional() }).nullable(),
})
export type LoadedModel = z.infer<typeof loadedModel>

const { context_size, gpu_layers, threads, temperature, top_p, top_k, max_answer_tokens } = settingsSchema.shape

/** Chosen for one model; what is null is as the settings have it for every model. */
export const modelSettings = z.object({
  context_size,
  gpu_layers: gpu_layers.nullable(),
  threads,
  temperature: temperature.nullable(),
  top_p: top_p.nullable(),
  top_k: top_k.nullable(),
  max_answer_tokens: max_answer_tokens.nullable(),
})
export type ModelSettings = z.infer<typeof modelSettings>

export const noModelSettings: ModelSettings = {
  context_size: null,
  gpu_layers: null,
  threads: null,
  temperature: null,
  top_p: null,
  top_k: null,
  max_answer_tokens: null,
}

/** What this machine has, bytes; the figures of the graphics card are null without one that can be used. */
export const machineState = z.object({
  total_memory_bytes: z.int(),
  free_memory_bytes: z.int(),
  gpu: z
    .object({ name: z.string(), backend: gpuBackend, total_bytes: z.int(), free_bytes: z.int(), is_shared: z.boolean() })
    .nullable(),
  /** Where models are kept. */
  free_disk_bytes: z.int(),
  threads: z.int(),
  /** What the model in memory takes, where it lies; null while none is loaded. */
  loaded: z.object({ id: z.string(), weights_bytes: z.int(), context_bytes: z.int() }).nullable(),
})
export type MachineState = z.infer<typeof machineState>

/** `matches`: its SHA-256 is the one kept; `readable`: no hash is kept, and it is a whole model as far as can be told without. */
export const verification = z.object({
  outcome: z.enum(['matches', 'differs', 'readable']),
  /** Of what was checked. */
  bytes: z.int(),
  sha256: z.string().nullable(),
})
export type Verification = z.infer<typeof verification>

export const models = {
  list: call(z.void(), z.array(modelEntry)),
  /** What a model would need on this machine, and whether it fits; also for one that is not downloaded yet. */
  fit: call(
    z.object({ id: z.string(), context_size: z.int().min(512).optional(), gpu_layers: z.int().min(0).optional() }),
    fitEstimate,
  ),
  /** Asks size and SHA-256, checks the disk, downloads, verifies. Goes on from what was received before. Progress is the row in the change feed. */
  download: call(id, modelRow),
  pause: call(id, modelRow),
  remove: call(id, z.void()),
  /** A GGUF file or a folder with an ONNX model on this machine; it is used where it lies. */
  import: call(z.object({ path: z.string().min(1), role: modelRow.shape.role.optional() }), modelRow),
  /** Writes the built-in demo model and its embedder: no download. */
  addDemo: call(z.void(), z.array(modelRow)),
  /** Loads now, so that the first answer need not wait; ends when it is ready. */
  load: stream(id, loadedModel),
  unload: call(z.void(), z.void()),
  loaded: call(z.void(), loadedModel.nullable()),
  machine: call(z.void(), machineState),
  settings: call(id, modelSettings),
  /** What is absent stays, null goes back to the settings for every model. */
  changeSettings: call(z.object({ id: z.string().min(1), fields: modelSettings.partial() }), modelSettings),
  /** Reads the whole file once more. */
  verify: call(id, verification),
}

export const modelError = {
  unknown: 'models.unknown',
  notDownloadable: 'models.not_downloadable',
  offline: 'models.offline',
  unreachable: 'models.unreachable',
  notOnServer: 'models.not_on_server',
  /** The server does not say what the file hashes to. */
  notVerifiable: 'models.not_verifiable',
  diskFull: 'models.disk_full',
  wrongSize: 'models.wrong_size',
  wrongHash: 'models.wrong_hash',
  stalled: 'models.stalled',
  notAModel: 'models.not_a_model',
  unsupportedArchitecture: 'models.unsupported_architecture',
  damaged: 'models.damaged',
  missingFile: 'models.missing_file',
  doesNotFit: 'models.does_not_fit',
  inUse: 'models.in_use',
} as const
