import { freemem, totalmem } from 'node:os'
import { InsufficientMemoryError, type LlamaContext, type LlamaContextSequence, type LlamaModel } from 'node-llama-cpp'
import { type LoadEvent, llamaError } from '../../src-shared/engine/llama.ts'
import type { LoadPlan } from '../../src-shared/models/fit.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type ConversationSlots, createConversationSlots } from './conversation-slots.ts'
import type { Backend } from './llama-backend.ts'
import { readHeader } from './llama-header.ts'
import { evaluationFor, stateBytes } from './llama-memory.ts'
import { createPieceSize, type PieceSize } from './piece-size.ts'

export interface LoadOptions {
  readonly path: string
  readonly plan: LoadPlan
  readonly conversations: number
  readonly signal: AbortSignal
  readonly onProgress: (progress: number) => void
}

export interface LoadedLlama extends AsyncDisposable {
  readonly model: LlamaModel
  readonly architecture: string
  readonly contextSize: number
  readonly pieceSize: PieceSize
  readonly slots: ConversationSlots<LlamaContextSequence>
  readonly ready: Extract<LoadEvent, { type: 'ready' }>
}

/** The share of free memory that states of further conversations may take. */
const shareForConversations = 1 / 8

/** Puts a model into memory as `plan` says. Errors: those of `readHeader`, `llama.does_not_fit`. */
export async function loadLlama(backend: Backend, options: LoadOptions): Promise<LoadedLlama> {
  const { path, plan } = options
  const { architecture } = await readHeader(path, backend.llama)
  const model = await loadModel(backend, options)
  try {
    const context = await createContext(backend, model, options)
    const sequences = Array.from({ length: context.totalSequences }, () => context.getSequence())
    const [first, ...others] = sequences
    if (first === undefined) throw new AppError(llamaError.doesNotFit, { path })
    const gpuLayers = model.gpuLayers
    const { batchSize, smallestPiece } = evaluationFor(gpuLayers)
    return {
      model,
      architecture,
      contextSize: context.contextSize,
      pieceSize: createPieceSize({ smallest: smallestPiece, largest: batchSize }),
      slots: createConversationSlots([first, ...others]),
      ready: {
        type: 'ready',
        plan: { ...plan, gpu: backend.gpu, gpu_layers: gpuLayers, context_size: context.contextSize },
        gpu: backend.gpu === 'cpu' ? null : backend.gpu,
        context_size: context.contextSize,
        train_context_size: model.trainContextSize,
        description: model.typeDescription,
        memory_bytes: process.memoryUsage.rss(),
        vram_bytes: backend.gpu === 'cpu' ? null : Math.round(model.memoryUsage.vram + context.memoryUsage.vram),
        conversations: sequences.length,
      },
      [Symbol.asyncDispose]: () => model.dispose(),
    }
  } catch (error) {
    await model.dispose()
    throw error
  }
}

async function loadModel({ llama, gpu, complaints }: Backend, options: LoadOptions): Promise<LlamaModel> {
  const { path, plan, signal, onProgress } = options
  const automatic = { fitContext: { contextSize: plan.context_size } }
  try {
    return await llama.loadModel({
      modelPath: path,
      gpuLayers: gpu === 'cpu' ? 0 : plan.gpu_layers === 'auto' ? automatic : plan.gpu_layers,
      loadSignal: signal,
      onLoadProgress: onProgress,
    })
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof InsufficientMemoryError) throw new AppError(llamaError.doesNotFit, { path }, { cause })
    throw new AppError(llamaError.damaged, { path, reason: complaints().at(-1) ?? '' }, { cause })
  }
}

async function createContext(backend: Backend, model: LlamaModel, options: LoadOptions): Promise<LlamaContext> {
  const { path, plan, signal } = options
  const sequences = await countSequences(backend, model, options)
  const { batchSize, flashAttention } = evaluationFor(model.gpuLayers)
  try {
    return await model.createContext({
      // Never `auto`, which takes all the memory there is.
      contextSize: plan.context_size,
      sequences,
      batchSize,
      flashAttention,
      threads: plan.threads,
      createSignal: signal,
      failedCreationRemedy: false,
    })
  } catch (cause) {
    signal.throwIfAborted()
    throw new AppError(llamaError.doesNotFit, { path, context_size: plan.context_size }, { cause })
  }
}

/**
 * One, and as many more as a small share of the memory that is free now can hold. The library's own check is exact but may
 * think for minutes about a context no machine can hold, so that is refused here.
 */
async function countSequences(
  { llama, gpu }: Backend,
  model: LlamaModel,
  { path, plan, conversations }: LoadOptions,
): Promise<number> {
  const each = stateBytes(model.fileInsights, { contextSize: plan.context_size, gpuLayers: model.gpuLayers })
  const vram = gpu === 'cpu' ? undefined : await llama.getVramState()
  if (each > totalmem() + (vram?.total ?? 0)) throw new AppError(llamaError.doesNotFit, { path, needed_bytes: each })
  const room = (vram?.free ?? freemem()) * shareForConversations
  return 1 + Math.min(conversations - 1, Math.floor(room / Math.max(1, each)))
}
