import { setTimeout as wait } from 'node:timers/promises'

/** Waits until there is no such process; the test's own limit ends it. */
export async function processEnd(pid: number): Promise<void> {
  while (isRunning(pid)) await wait(20)
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
