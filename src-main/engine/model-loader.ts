import type { LoadedModel } from '../../src-shared/desktop/models.ts'
import { type LoadEvent, llamaError } from '../../src-shared/engine/llama.ts'
import type { LoadPlan } from '../../src-shared/models/fit.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { SupervisedState } from './child-keeper.ts'
import type { LlamaContract } from './llama-child.ts'
import { type LoadedView, loadingModel } from './loaded-view.ts'
import { createModelTurns } from './model-turns.ts'
import { createPlanRecord, type PlanRecord } from './plan-record.ts'
import { abortable, type RunningChild, type Supervised } from './supervise.ts'
import { createTurns } from './turns.ts'

export interface LlamaFile {
  readonly id: string
  /** The GGUF file. */
  readonly path: string
}

export type ReadyModel = Omit<Extract<LoadEvent, { type: 'ready' }>, 'type'>

export interface EnsureOptions {
  readonly signal: AbortSignal
  /** Of the load, whoever asked for it first. */
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

export interface ModelInUse extends Disposable {
  readonly memory: ModelInMemory
}

export interface ModelLoader {
  ensure(model: LlamaFile, plans: readonly LoadPlan[], options: EnsureOptions): Promise<ModelInMemory>
  /**
   * A model that was asked for before, put into memory again if it is not there. No other takes its place until the answer is
   * disposed of.
   */
  again(id: string, signal: AbortSignal): Promise<ModelInUse>
  /** Waits until no other model is in use; none is loaded until it is disposed of. */
  hold(model: LlamaFile, signal: AbortSignal): Promise<Disposable>
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

/** What the child has in memory, for as long as it lives. */
function createMemory(supervised: Supervised<LlamaContract>, view: LoadedView) {
  let memory: ModelInMemory | undefined
  supervised.onState((state) => {
    view.change({ memory_bytes: state.memory_bytes })
    if (memory && !isAlive(memory, state)) {
      memory = undefined
      if (state.fault) view.change({ state: 'failed', fault: state.fault })
      else view.set(null)
    }
  })
  return {
    of: (model: LlamaFile): ModelInMemory | undefined =>
      memory && keyOf(memory.model) === keyOf(model) && isAlive(memory, supervised.state()) ? memory : undefined,
    isEmpty: () => memory === undefined,
    put(now: ModelInMemory | undefined): void {
      memory = now
    },
  }
}

/** Loads one model at a time, and knows whether the child still has it. */
export function createModelLoader({ supervised, view, conversations }: ModelLoaderOptions): ModelLoader {
  const inTurn = createTurns()
  const turns = createModelTurns()
  const record = createPlanRecord()
  const wanted = new Map<string, Wanted>()
  const memory = createMemory(supervised, view)
  let failedRun: number | undefined

  async function load(mine: Wanted, signal: AbortSignal): Promise<ModelInMemory> {
    signal.throwIfAborted()
    const found = memory.of(mine.model)
    if (found) return found
    if (supervised.state().phase === 'crash_loop') supervised.retry()
    memory.put(undefined)
    const loaded = await loadInView(mine, { signal, supervised, record, view, conversations })
    memory.put(loaded)
    showReady(view, loaded)
    return loaded
  }

  /** Another may be loading it: who stops waiting need not wait for the end of that. */
  const loadInTurn = (mine: Wanted, signal: AbortSignal): Promise<ModelInMemory> =>
    abortable(
      inTurn(() => load(mine, signal)),
      signal,
    )

  return {
    async ensure(model, plans, options) {
      const mine = { model, plans }
      wanted.set(model.id, mine)
      // It uses nothing yet: there is no reason to queue behind those who want another model.
      const found = memory.of(model)
      if (found) return found
      using _progress = view.onChange(progressOf(model, options))
      using _turn = await turns.take(keyOf(model), options)
      return await loadInTurn(mine, options.signal)
    },
    async again(id, signal) {
      const mine = wanted.get(id)
      if (!mine) throw new AppError(llamaError.notLoaded)
      return loadDuring(turns.take(keyOf(mine.model), { signal }), () => loadInTurn(mine, signal))
    },
    hold: (model, signal) => turns.take(keyOf(model), { signal, isHold: true }),
    noteFailure({ model, plan, run }, error) {
      // Several may be at work when a child dies: it has died once.
      if (run !== failedRun && record.failed(model.path, plan, error)) failedRun = run
    },
    forget() {
      wanted.clear()
      // The child takes its time to end; whoever asks meanwhile needs another one.
      if (!memory.isEmpty()) view.set(null)
      memory.put(undefined)
    },
  }
}

/** Nothing has come of a load before the child tells. */
const progressOf =
  ({ id }: LlamaFile, { onProgress }: EnsureOptions) =>
  (shown: LoadedModel | null): void => {
    if (shown?.id === id && shown.progress > 0) onProgress?.(shown.progress)
  }

async function loadDuring(turn: Promise<Disposable>, load: () => Promise<ModelInMemory>): Promise<ModelInUse> {
  using stack = new DisposableStack()
  stack.use(await turn)
  const memory = await load()
  const used = stack.move()
  return { memory, [Symbol.dispose]: () => used.dispose() }
}

interface LoadInView extends Omit<LoadOptions, 'onProgress'> {
  readonly view: LoadedView
}

/** Tells how the load goes, but not yet that it is done. */
async function loadInView({ model, plans }: Wanted, { view, ...options }: LoadInView): Promise<ModelInMemory> {
  view.set(loadingModel(model.id))
  const onProgress = (progress: number) => view.change({ progress })
  try {
    return await loadFirstThatWorks(model, plans, { ...options, onProgress })
  } catch (error) {
    if (isAborted(error)) view.set(null)
    else view.change({ state: 'failed', fault: toFault(error) })
    throw error
  }
}

function showReady(view: LoadedView, { ready }: ModelInMemory): void {
  const { plan, gpu, context_size, memory_bytes } = ready
  view.change({ state: 'ready', progress: 1, plan, gpu, context_size, memory_bytes })
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

/** The same model may come back as another file. */
const keyOf = ({ id, path }: LlamaFile): string => JSON.stringify([id, path])

const isAborted = (error: unknown): boolean => error instanceof AppError && error.code === rpcError.aborted

const toFault = (error: unknown) =>
  error instanceof AppError ? { code: error.code, data: error.data } : { code: rpcError.internal, data: undefined }
