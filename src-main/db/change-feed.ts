import type { Change } from '../../src-shared/desktop/changes.ts'

export type ChangeListener = (changes: readonly Change[]) => void

export interface ChangeFeed {
  watch(listener: ChangeListener): () => void
  publish(changes: readonly Change[]): void
}

/**
 * Tells committed changes in the order of their commits, also when a listener writes while it listens. A listener that
 * throws is reported and keeps neither the others from hearing nor the commit from standing.
 */
export function createChangeFeed(report: (error: unknown) => void): ChangeFeed {
  const listeners = new Set<ChangeListener>()
  const waiting: (readonly Change[])[] = []
  let telling = false

  function tellAll(): void {
    for (let changes = waiting.shift(); changes !== undefined; changes = waiting.shift()) {
      for (const listener of [...listeners]) {
        try {
          listener(changes)
        } catch (error) {
          report(error)
        }
      }
    }
  }

  return {
    watch(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    publish(changes) {
      if (changes.length === 0) return
      waiting.push(changes)
      if (telling) return
      telling = true
      tellAll()
      telling = false
    },
  }
}
