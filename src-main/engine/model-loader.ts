import { type LoadEvent, llamaError } from '../../src-shared/engine/llama.ts'
import type { LoadPlan } from '../../src-shared/models/fit.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { SupervisedState } from './child-keeper.ts'
import type { LlamaContract } from './llama-child.ts'
import { type LoadedView, loadingModel } from './loaded-view.ts'
import { createPlanRecord, type PlanRecord } from './plan-record.ts'
import type { RunningChild, Supervised } from './supervise.ts'
import { createTurns } from './turns.ts'

export interface LlamaFile {
  readonly id: string
  /** The GGUF file. */
  readonly path: string
}

export type ReadyModel = Omit<Extract<LoadEvent, { type: 'ready' }>, 'type'>

export interface EnsureOptions {
  readonly signal: AbortSignal
  readonly onProgress?: (progress: number) => void
}

export interface ModelInMemory {
  readonly model: LlamaFile
  /** What was asked for; `ready.plan` is what it became. */
  readonly plan: LoadPlan
  readonly ready: ReadyModel
  /** The run of the child that has it. */
  readonly run: number
}

export interface ModelLoader {
  ensure(model: LlamaFile, plans: readonly LoadPlan[], options: EnsureOptions): Promise<ModelInMemory>
  /** The model that was asked for last, put into memory again if the child has lost it. */
  again(signal: AbortSignal): Promise<ModelInMemory>
  /** The child has died of this; the next load may ask less of the machine. */
  noteFailure(memory: ModelInMemory, error: unknown): void
  forget(): void
}

export interface ModelLoaderOptions {
  readonly supervised: Supervised<LlamaContract>
  readonly view: LoadedView
  readonly conversations: number
}

interface Wanted {
  readonly model: LlamaFile
  readonly plans: readonly LoadPlan[]
}

/** Loads one model at a time, and knows whether the child still has it. */
export function createModelLoader({ supervised, view, conversations }: ModelLoaderOptions): ModelLoader {
  const inTurn = createTurns()
  const record = createPlanRecord()
  let wanted: Wanted | undefined
  let memory: ModelInMemory | undefined

  supervised.onState((state) => {
    view.change({ memory_bytes: state.memory_bytes })
    if (memory && !isAlive(memory, state)) {
      memory = undefined
      if (state.fault) view.change({ state: 'failed', fault: state.fault })
      else view.set(null)
    }
  })

  async function load({ model, plans }: Wanted, options: EnsureOptions): Promise<ModelInMemory> {
    if (memory && isSame(memory.model, model) && isAlive(memory, supervised.state())) return memory
    if (supervised.state().phase === 'crash_loop') supervised.retry()
    memory = undefined
    view.set(loadingModel(model.id))
    try {
      const onProgress = (progress: number) => {
        view.change({ progress })
        options.onProgress?.(progress)
      }
      const how = { supervised, record, conversations, signal: options.signal, onProgress }
      memory = await loadFirstThatWorks(model, plans, how)
      const { plan, gpu, context_size, memory_bytes } = memory.ready
      view.change({ state: 'ready', progress: 1, plan, gpu, context_size, memory_bytes })
      return memory
    } catch (error) {
      if (isAborted(error)) view.set(null)
      else view.change({ state: 'failed', fault: toFault(error) })
      throw error
    }
  }

  return {
    ensure(model, plans, options) {
      wanted = { model, plans }
      const mine = wanted
      return inTurn(() => load(mine, options))
    },
    async again(signal) {
      if (!wanted) throw new AppError(llamaError.notLoaded)
      const mine = wanted
      return inTurn(() => load(mine, { signal }))
    },
    noteFailure: ({ model, plan }, error) => void record.failed(model.path, plan, error),
    forget() {
      wanted = undefined
    },
  }
}

interface LoadOptions {
  readonly supervised: Supervised<LlamaContract>
  readonly record: PlanRecord
  readonly conversations: number
  readonly signal: AbortSignal
  readonly onProgress: (progress: number) => void
}

async function loadFirstThatWorks(model: LlamaFile, plans: readonly LoadPlan[], options: LoadOptions): Promise<ModelInMemory> {
  const { supervised, record, signal } = options
  let failure: unknown = new AppError(llamaError.doesNotFit, { path: model.path })
  for (const plan of record.worthTrying(model.path, plans)) {
    try {
      return await supervised.use((child) => loadBy(plan, model, { ...options, child }), { signal, stage: 'load' })
    } catch (error) {
      failure = error
      if (!record.failed(model.path, plan, error)) break
      // Another plan is another attempt: the crashes of this one are no reason to refuse it.
      supervised.retry()
    }
  }
  throw failure
}

interface LoadBy extends Pick<LoadOptions, 'conversations' | 'signal' | 'onProgress'> {
  readonly child: RunningChild<LlamaContract>
}

async function loadBy(plan: LoadPlan, model: LlamaFile, options: LoadBy): Promise<ModelInMemory> {
  const { child, conversations, signal, onProgress } = options
  const events: AsyncIterable<LoadEvent> = child.client.llama.load({ path: model.path, plan, conversations }, signal)
  for await (const event of events) {
    if (event.type === 'ready') return { model, plan, ready: event, run: child.run }
    onProgress(event.progress)
  }
  throw new AppError(rpcError.aborted)
}

const isAlive = ({ run }: ModelInMemory, state: SupervisedState): boolean => state.phase === 'ready' && state.run === run

const isSame = (a: LlamaFile, b: LlamaFile): boolean => a.id === b.id && a.path === b.path

const isAborted = (error: unknown): boolean => error instanceof AppError && error.code === rpcError.aborted

const toFault = (error: unknown) =>
  error instanceof AppError ? { code: error.code, data: error.data } : { code: rpcError.internal, data: undefined }
