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

/** Keeps at most one child, and decides when the next may start. */
export function createChildKeeper<C extends EngineContract>(options: KeeperOptions<C>): ChildKeeper<C> {
  const { name, log, limits, stages, onState } = options
  const crashes = createCrashHistory({ ...limits, now: () => performance.now(), limit: limits.crashLimit, windowMs: 60_000 })
  let state: SupervisedState = { phase: 'stopped', pid: null, memory_bytes: null, crashes: 0, run: 0 }
  let current: Promise<Child<C>> | undefined
  let life = new AbortController()

  function change(part: Partial<SupervisedState>): void {
    state = { ...state, ...part, crashes: crashes.count() }
    onState(state)
  }

  async function start(signal: AbortSignal): Promise<Child<C>> {
    change({ phase: 'waiting', run: state.run + 1 })
    await wait(crashes.delayMs(), undefined, { signal })
    change({ phase: 'starting' })
    const child = await startChild({
      ...options,
      ...limits,
      limits,
      signal,
      isBusy: () => stages().length > 0,
      onMemory: (memory_bytes) => {
        if (state.phase === 'ready') change({ memory_bytes })
      },
    })
    change({ phase: 'ready', pid: child.pid })
    return child
  }

  function keep(started: Promise<Child<C>>, signal: AbortSignal): void {
    const end = (exit: object) => {
      if (current === started) current = undefined
      if (!signal.aborted) {
        crashes.note(stages())
        log.warn({ name, stages: stages(), ...exit }, 'An engine process ended by itself')
      }
      if (current === undefined) change({ phase: crashes.isLoop() ? 'crash_loop' : 'stopped', pid: null, memory_bytes: null })
    }
    started.then(
      async ({ exited }) => end(describe(await exited)),
      (error: unknown) => end(describeFailure(error)),
    )
  }

  return {
    ready() {
      if (current) return current
      if (crashes.isLoop()) throw new AppError(engineError.crashLoop, { name, crashes: crashes.count() })
      const { signal } = life
      current = start(signal).catch((error: unknown) => {
        throw signal.aborted ? stopped(name) : error
      })
      keep(current, signal)
      return current
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
      life.abort(stopped(name))
      life = new AbortController()
      await ending?.then(
        ({ exited }) => exited,
        () => undefined,
      )
    },
  }
}

const stopped = (name: string): AppError => new AppError(rpcError.aborted, { reason: `${name} was stopped` })

const describe = ({ reason, ...end }: ChildExit) => ({ ...end, reason: reason?.code })

const describeFailure = (error: unknown) =>
  error instanceof AppError ? { reason: error.code, data: error.data, tail: error.cause } : { reason: String(error) }
