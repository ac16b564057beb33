import type { HeartbeatLimits } from './heartbeat.ts'

export interface SupervisedLimits extends HeartbeatLimits {
  /** From the start of the process to its first answer. */
  readonly startMs: number
  readonly heapMebibytes: number | null
  /** After so long without work the child is stopped; infinite keeps it. Asked whenever it becomes idle. */
  readonly idleMs: () => number
  readonly crashLimit: number
  readonly firstDelayMs: number
  readonly longestDelayMs: number
}

/** Each engine gives what it needs otherwise. */
export const supervisedLimits: SupervisedLimits = {
  startMs: 20_000,
  heartbeatMs: 2_000,
  silentMs: 10_000,
  silentBusyMs: 10_000,
  memoryBytes: Number.POSITIVE_INFINITY,
  memoryEveryMs: 250,
  heapMebibytes: null,
  idleMs: () => Number.POSITIVE_INFINITY,
  crashLimit: 5,
  firstDelayMs: 100,
  longestDelayMs: 5_000,
}
