import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { engineError } from '../../src-shared/engine/lifecycle.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { readResidentBytes } from './resident-memory.ts'

export interface HeartbeatLimits {
  readonly heartbeatMs: number
  /** The longest silence of a child that has nothing to do. */
  readonly silentMs: number
  /** The longest silence of one at work: longer for a child that works on its JavaScript thread. */
  readonly silentBusyMs: number
  /** Resident bytes. */
  readonly memoryBytes: number
  readonly memoryEveryMs: number
}

export interface Heartbeat {
  readonly pid: number
  /** Answers its resident bytes; rejects when the connection is lost. */
  readonly ping: () => Promise<number>
  readonly limits: HeartbeatLimits
  readonly isBusy: () => boolean
  readonly onMemory: (bytes: number) => void
  /** `null`: it is ending anyway, and its own end tells why. */
  readonly kill: (reason: AppError | null) => void
}

/** Watches a child until `signal`, and kills it with `engine.hung` or `engine.out_of_memory`. */
export function watchChild(heartbeat: Heartbeat, signal: AbortSignal): void {
  void beat(heartbeat, signal)
  if (Number.isFinite(heartbeat.limits.memoryBytes)) void watchMemory(heartbeat, signal)
}

async function beat(heartbeat: Heartbeat, signal: AbortSignal): Promise<void> {
  const { ping, limits, isBusy, kill } = heartbeat
  while (!signal.aborted) {
    await wait(limits.heartbeatMs, undefined, { ref: false })
    const limitMs = isBusy() ? limits.silentBusyMs : limits.silentMs
    const memory = await answerWithin(ping, limitMs).catch(() => undefined)
    if (signal.aborted) return
    if (memory === undefined) return kill(null)
    if (memory === null) return kill(new AppError(engineError.hung, { silent_ms: limitMs }))
    noteMemory(heartbeat, memory)
  }
}

async function watchMemory(heartbeat: Heartbeat, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const bytes = await readResidentBytes(heartbeat.pid)
    if (bytes !== null) noteMemory(heartbeat, bytes)
    await wait(heartbeat.limits.memoryEveryMs, undefined, { ref: false })
  }
}

function noteMemory({ limits, onMemory, kill }: Heartbeat, bytes: number): void {
  onMemory(bytes)
  if (bytes > limits.memoryBytes) {
    kill(new AppError(engineError.outOfMemory, { memory_bytes: bytes, limit_bytes: limits.memoryBytes }))
  }
}

/** Null when no answer came in time. */
export async function answerWithin<T>(ask: () => Promise<T>, limitMs: number): Promise<T | null> {
  const answer = ask()
  const late = new AbortController()
  const timer = wait(limitMs, null, { ref: false, signal: late.signal }).catch(() => null)
  const first = await Promise.race([answer, timer])
  late.abort()
  if (first !== null) return first
  // A core that was held up itself, or a machine that slept, finds its timer before the answer: it gets two more turns.
  await nextTurn()
  await nextTurn()
  return Promise.race([answer, Promise.resolve(null)])
}
