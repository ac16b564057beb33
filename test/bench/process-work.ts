import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** A share of one core that no heartbeat reaches and every evaluation does. */
const workingShare = 0.4
const lookEveryMs = 4

export interface Work {
  /** The last moment the process computed, milliseconds from the call. */
  readonly lastMs: number
  /** Processor time it took until then: what `lastMs` would be if nobody else used the machine, for work on one thread. */
  readonly cpuMs: number
}

/**
 * Looks at a process for a while. The scheduler's own
 * account is read, so what the process tells about itself does not matter. Linux.
 */
export async function watchWork(pid: number, { forMs }: { readonly forMs: number }): Promise<Work> {
  const startedAt = performance.now()
  const begin = cpuMs(pid)
  let before = { at: startedAt, cpuMs: begin }
  let last: Work = { lastMs: 0, cpuMs: 0 }
  while (performance.now() - startedAt < forMs) {
    await delay(lookEveryMs)
    const now = { at: performance.now(), cpuMs: cpuMs(pid) }
    if (now.cpuMs - before.cpuMs > workingShare * lookEveryMs) last = { lastMs: now.at - startedAt, cpuMs: now.cpuMs - begin }
    before = now
  }
  return last
}

/** Time on a processor, of all threads that are there now. Linux. */
export function cpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  return threads.reduce((sum, thread) => sum + Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]) / 1e6, 0)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '0'
  }
}
