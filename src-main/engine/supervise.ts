import { engineError } from '../../src-shared/engine/lifecycle.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Log } from '../core/log.ts'
import { createChildKeeper, faultOf, type SupervisedState } from './child-keeper.ts'
import { createListeners } from './listeners.ts'
import type { Child, EngineContract } from './start-child.ts'
import { type SupervisedLimits, supervisedLimits } from './supervised-limits.ts'
import { createWorkRegister } from './work-register.ts'

export interface SupervisedOptions<C extends EngineContract> {
  /** For the log and the errors. */
  readonly name: string
  /** The module the child runs. */
  readonly entry: URL
  readonly contract: C
  readonly log: Log
  /** All of the child's environment; nothing is inherited. */
  readonly environment?: Readonly<Record<string, string>>
  readonly limits?: Partial<SupervisedLimits>
}

export interface UseOptions {
  /** Ends the wait for the child; the work itself gets its signal from whoever wrote it. */
  readonly signal?: AbortSignal | undefined
  /** What the child is at, for the error when it dies. */
  readonly stage?: string
  /** The longest the work may take: then the child is killed and the work fails with `lateCode`, `engine.hung` by default. */
  readonly limitMs?: number
  readonly lateCode?: string
}

export interface RunningChild<C extends EngineContract> {
  readonly client: Client<C>
  /** Counts the starts: what an earlier run held in memory is gone. */
  readonly run: number
}

/**
 * A child process that is there when it is needed. Work that dies with it fails with `engine.crashed`
 * {signal, exit_code, stage}, `engine.hung`, `engine.out_of_memory`, or `aborted` after `stop`. The next work starts it
 * again, later with every crash; after `crashLimit` crashes within a minute without success it is refused with
 * `engine.crash_loop` until the minute is over or `retry` is called.
 */
export interface Supervised<C extends EngineContract> extends AsyncDisposable {
  use<T>(work: (child: RunningChild<C>) => Promise<T>, options?: UseOptions): Promise<T>
  stream<T>(open: (child: RunningChild<C>) => AsyncIterable<T>, options?: UseOptions): AsyncGenerator<T, void>
  state(): SupervisedState
  onState(listener: (state: SupervisedState) => void): Disposable
  /** A person asks again. */
  retry(): void
  stop(): Promise<void>
}

export function createSupervised<C extends EngineContract>(options: SupervisedOptions<C>): Supervised<C> {
  const limits: SupervisedLimits = { ...supervisedLimits, ...options.limits }
  const listeners = createListeners<SupervisedState>()
  const work = createWorkRegister({ idleMs: limits.idleMs, onIdle: () => void stop() })
  const keeper = createChildKeeper({
    ...options,
    environment: options.environment ?? {},
    limits,
    stages: work.stages,
    onState: listeners.tell,
  })
  const stop = () => keeper.stop()

  return {
    async use(run, how = {}) {
      using _ = work.begin(stageOf(how))
      const child = await abortable(keeper.ready(), how.signal)
      using __ = killLate(child, how)
      try {
        const result = await run({ client: child.client, run: keeper.state().run })
        keeper.succeeded(stageOf(how))
        return result
      } catch (error) {
        throw await explain(error, child, how)
      }
    },
    async *stream(open, how = {}) {
      using _ = work.begin(stageOf(how))
      const child = await abortable(keeper.ready(), how.signal)
      using __ = killLate(child, how)
      try {
        yield* open({ client: child.client, run: keeper.state().run })
        keeper.succeeded(stageOf(how))
      } catch (error) {
        throw await explain(error, child, how)
      }
    },
    state: keeper.state,
    onState: listeners.add,
    retry: keeper.forgive,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

const stageOf = ({ stage = 'work' }: UseOptions): string => stage

function killLate<C extends EngineContract>(child: Child<C>, how: UseOptions): Disposable {
  const { limitMs, lateCode = engineError.hung } = how
  const late = () => child.kill(new AppError(lateCode, { stage: stageOf(how), limit_ms: limitMs }))
  const timer = limitMs === undefined ? undefined : setTimeout(late, limitMs)
  return { [Symbol.dispose]: () => clearTimeout(timer) }
}

/** A lost connection is only the symptom: the process is ending, and its end tells why. */
async function explain<C extends EngineContract>(error: unknown, { exited }: Child<C>, how: UseOptions): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== rpcError.disconnected) return error
  return faultOf(await exited, stageOf(how))
}

export async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const give = () => reject(new AppError(rpcError.aborted, undefined, { cause: signal.reason }))
  if (signal.aborted) give()
  signal.addEventListener('abort', give, { once: true })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', give)
    // Whichever lost may still reject.
    promise.catch(() => undefined)
    aborted.catch(() => undefined)
  }
}
