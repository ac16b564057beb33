import type { Change } from '../../src-shared/desktop/changes.ts'
import type { Db } from '../db/database.ts'

export interface ChangeStream {
  /** Committed changes from now on. A row that changes faster than its listener reads is told once, as it is by then. */
  watch(signal: AbortSignal): AsyncIterable<Change>
  /** Ends every stream: all rows may be others now, and whoever listens has to read them anew. */
  endAll(): void
}

export function createChangeStream(db: Db): ChangeStream {
  const endings = new Set<() => void>()

  async function* watch(signal: AbortSignal): AsyncGenerator<Change> {
    const waiting = new Map<string, Change>()
    let isEnded = false
    let wake = (): void => {}
    const end = (): void => {
      isEnded = true
      wake()
    }
    const stop = db.watch((changes) => {
      for (const change of changes) putLast(waiting, `${change.table}/${change.id}`, change)
      wake()
    })
    signal.addEventListener('abort', end, { once: true })
    endings.add(end)
    try {
      while (!isEnded) {
        const [next] = waiting
        if (next === undefined) await new Promise<void>((resolve) => (wake = resolve))
        else {
          waiting.delete(next[0])
          yield next[1]
        }
      }
    } finally {
      stop()
      endings.delete(end)
    }
  }

  return { watch, endAll: () => [...endings].forEach((end) => void end()) }
}

/** A newer change of the same row takes the older one's place in time, too: what it refers to came before it. */
function putLast(waiting: Map<string, Change>, key: string, change: Change): void {
  waiting.delete(key)
  waiting.set(key, change)
}
