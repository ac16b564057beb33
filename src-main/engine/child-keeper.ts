import { setTimeout as wait } from 'node:timers/promises'
import { engineError } from '../../src-shared/engine/lifecycle.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Log } from '../core/log.ts'
import { createCrashHistory } from './crash-history.ts'
import { type Child, type ChildExit, type EngineContract, startChild } from './start-child.ts'
import type { SupervisedLimits } from './supervised-limits.ts'

export interface SupervisedState {
  readonly phase: 'stopped' | 'waiting' | 'starting' | 'ready' | 'crash_loop'
  readonly pid: number | null
  readonly memory_bytes: number | null
  /** Crashes of the last minute without success between. */
  readonly crashes: number
  /** Counts the starts: what an earlier run held in memory is gone. */
  readonly run: number
  /** Why the last one ended, if it was not stopped. */
  readonly fault: { readonly code: string; readonly data: unknown } | null
}

export interface KeeperOptions<C extends EngineContract> {
  readonly name: string
  readonly entry: URL
  readonly contract: C
  readonly log: Log
  readonly environment: Readonly<Record<string, string>>
  readonly limits: SupervisedLimits
  /** What the child is at, empty when it has nothing to do. */
  readonly stages: () => readonly string[]
  readonly onState: (state: SupervisedState) => void
}

export interface ChildKeeper<C extends EngineContract> {
  /** The child that runs, or a new one, after a pause if the last one crashed. */
  ready(): Promise<Child<C>>
  state(): SupervisedState
  /** Work at `stage` was done. */
  succeeded(stage: string): void
  /** A person asks again. */
  forgive(): void
  stop(): Promise<void>
}

const initial: SupervisedState = { phase: 'stopped', pid: null, memory_bytes: null, crashes: 0, run: 0, fault: null }

/** Keeps at most one child, and decides when the next may start. */
export function createChildKeeper<C extends EngineContract>(options: KeeperOptions<C>): ChildKeeper<C> {
  const { name, log, limits, stages } = options
  const crashes = createCrashHistory({ ...limits, now: () => performance.now(), limit: limits.crashLimit, windowMs: 60_000 })
  let state = initial
  let current: Promise<Child<C>> | undefined
  let life = new AbortController()

  function change(part: Partial<SupervisedState>): void {
    state = { ...state, ...part, crashes: crashes.count() }
    options.onState(state)
  }

  function ended(child: Promise<Child<C>>, fault: AppError, tail: unknown): void {
    if (current === child) current = undefined
    const wasStopped = fault.code === rpcError.aborted
    if (!wasStopped) {
      crashes.note(stages())
      log.warn({ name, stages: stages(), code: fault.code, data: fault.data, tail }, 'An engine process ended by itself')
    }
    if (current !== undefined) return
    const phase = crashes.isLoop() ? 'crash_loop' : 'stopped'
    change({ phase, pid: null, memory_bytes: null, fault: wasStopped ? null : { code: fault.code, data: fault.data } })
  }

  return {
    ready() {
      if (current) return current
      if (crashes.isLoop()) throw new AppError(engineError.crashLoop, { name, crashes: crashes.count() })
      change({ phase: 'waiting', run: state.run + 1 })
      const child = launch(options, { change, delayMs: crashes.delayMs(), signal: life.signal })
      current = child
      child.then(
        async ({ exited }) => {
          const exit = await exited
          ended(child, faultOf(exit, stages().at(-1) ?? 'idle'), exit.tail)
        },
        (error: AppError) => ended(child, error, error.cause),
      )
      return child
    },
    state: () => state,
    succeeded: crashes.succeeded,
    forgive() {
      crashes.forgive()
      change({ phase: state.phase === 'crash_loop' ? 'stopped' : state.phase })
    },
    async stop() {
      const ending = current
      current = undefined
      life.abort()
      life = new AbortController()
      await ending?.then(
        ({ exited }) => exited,
        () => undefined,
      )
    },
  }
}

interface Launch {
  readonly change: (part: Partial<SupervisedState>) => void
  readonly delayMs: number
  /** `stop` was called. */
  readonly signal: AbortSignal
}

/** Waits and starts. Rejects with AppErrors only. */
async function launch<C extends EngineContract>(
  options: KeeperOptions<C>,
  { change, delayMs, signal }: Launch,
): Promise<Child<C>> {
  const { name, limits, stages } = options
  try {
    await wait(delayMs, undefined, { signal })
    change({ phase: 'starting' })
    const child = await startChild({
      ...options,
      ...limits,
      limits,
      signal,
      isBusy: () => stages().length > 0,
      onMemory: (memory_bytes) => {
        if (!signal.aborted) change({ memory_bytes })
      },
    })
    change({ phase: 'ready', pid: child.pid, fault: null })
    return child
  } catch (error) {
    if (signal.aborted) throw new AppError(rpcError.aborted, { reason: `${name} was stopped` })
    if (error instanceof AppError) throw error
    throw new AppError(engineError.couldNotStart, { reason: String(error) }, { cause: error })
  }
}

/** Why a child ended: because it was killed from here, or by itself. */
export function faultOf({ reason, signal, exit_code }: ChildExit, stage: string): AppError {
  return reason ?? new AppError(engineError.crashed, { signal, exit_code, stage })
}
