import { engineError, type lifecycle } from '../../src-shared/engine/lifecycle.ts'
import { connect } from '../../src-shared/rpc/client.ts'
import type { Client, Contract } from '../../src-shared/rpc/contract.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { childPort } from '../rpc/child-port.ts'
import { type ForkOptions, forkNode, type ProcessEnd } from './fork-node.ts'
import { answerWithin, type HeartbeatLimits, watchChild } from './heartbeat.ts'

/** What every engine child answers, its own calls beside it. */
export type EngineContract = Contract & { readonly lifecycle: typeof lifecycle }

export interface ChildOptions<C extends EngineContract> extends ForkOptions {
  readonly contract: C
  /** From the start of the process to its first answer. */
  readonly startMs: number
  readonly limits: HeartbeatLimits
  /** Kills the child, its reason an AppError. */
  readonly signal: AbortSignal
  readonly isBusy: () => boolean
  readonly onMemory: (bytes: number) => void
}

export interface Child<C extends EngineContract> {
  readonly pid: number
  readonly client: Client<C>
  readonly exited: Promise<ChildExit>
  /** Ends the process at once; running calls end with `reason`. */
  kill(reason: AppError): void
}

export interface ChildExit extends ProcessEnd {
  /** Why it was ended from here; null when it ended by itself. */
  readonly reason: AppError | null
}

/**
 * Starts a child and waits for its first sign of life, else rejects with `engine.could_not_start`,
 * data: {signal, exit_code}, cause: what it wrote last.
 */
export async function startChild<C extends EngineContract>(options: ChildOptions<C>): Promise<Child<C>> {
  const { contract, startMs, limits, signal, isBusy, onMemory } = options
  const { process: child, ended } = forkNode(options)
  const gone = new AbortController()
  let reason: AppError | null = null
  const exited = ended.then((end) => {
    gone.abort()
    signal.removeEventListener('abort', stop)
    return { ...end, reason }
  })
  const kill = (why: AppError | null) => {
    reason ??= why
    child.kill('SIGKILL')
  }
  const stop = () => kill(new AppError(rpcError.aborted, undefined, { cause: signal.reason }))
  signal.addEventListener('abort', stop)
  const client = connect(childPort(child), contract)
  const { lifecycle: alive }: Client<EngineContract> = client
  const ping = async () => (await alive.ping(undefined)).memory_bytes

  const firstAnswer = await answerWithin(ping, startMs).catch(() => null)
  if (firstAnswer === null) {
    kill(new AppError(engineError.couldNotStart))
    const { signal: endSignal, exit_code, tail } = await exited
    throw new AppError(engineError.couldNotStart, { signal: endSignal, exit_code }, { cause: tail })
  }
  const pid = child.pid ?? 0
  watchChild({ pid, ping, limits, isBusy, onMemory, kill }, gone.signal)
  return { pid, client, exited, kill }
}
