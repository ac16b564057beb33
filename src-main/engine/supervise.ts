import { engineError } from '../../src-shared/engine/lifecycle.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Log } from '../core/log.ts'
import { createChildKeeper, faultOf, type SupervisedState } from './child-keeper.ts'
import type { Child, EngineContract } from './start-child.ts'
import { type SupervisedLimits, supervisedLimits } from './supervised-limits.ts'

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
  const listeners = new Set<(state: SupervisedState) => void>()
  const working = new Map<object, string>()
  let idleTimer: NodeJS.Timeout | undefined
  const keeper = createChildKeeper({
    ...options,
    environment: options.environment ?? {},
    limits,
    stages: () => [...working.values()],
    onState: (state) => listeners.forEach((tell) => void tell(state)),
  })
  const stop = () => keeper.stop()

  async function occupy({ signal, stage = 'work', ...late }: UseOptions = {}) {
    const token = {}
    working.set(token, stage)
    clearTimeout(idleTimer)
    const leave = () => {
      working.delete(token)
      if (working.size === 0 && Number.isFinite(limits.idleMs)) idleTimer = setTimeout(stop, limits.idleMs).unref()
    }
    try {
      const child = await abortable(keeper.ready(), signal)
      const timer = killLate(child, stage, late)
      return {
        running: { client: child.client, run: keeper.state().run },
        succeeded: () => keeper.succeeded(stage),
        explain: (error: unknown) => explain(error, child, stage),
        [Symbol.dispose]() {
          clearTimeout(timer)
          leave()
        },
      }
    } catch (error) {
      leave()
      throw error
    }
  }

  return {
    async use(work, how) {
      using place = await occupy(how)
      try {
        const result = await work(place.running)
        place.succeeded()
        return result
      } catch (error) {
        throw await place.explain(error)
      }
    },
    async *stream(open, how) {
      using place = await occupy(how)
      try {
        yield* open(place.running)
        place.succeeded()
      } catch (error) {
        throw await place.explain(error)
      }
    },
    state: keeper.state,
    onState(listener) {
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
    retry: keeper.forgive,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

function killLate<C extends EngineContract>(
  child: Child<C>,
  stage: string,
  { limitMs, lateCode = engineError.hung }: UseOptions,
) {
  if (limitMs === undefined) return undefined
  return setTimeout(() => child.kill(new AppError(lateCode, { stage, limit_ms: limitMs })), limitMs)
}

/** A lost connection is only the symptom: the process is ending, and its end tells why. */
async function explain<C extends EngineContract>(error: unknown, { exited }: Child<C>, stage: string): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== rpcError.disconnected) return error
  return faultOf(await exited, stage)
}

async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
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
