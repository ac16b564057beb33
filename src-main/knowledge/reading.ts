export type ReadOutcome = 'read' | 'unchanged'

/** A document that is being read, for whoever works on what was written of it so far. */
export interface Reading {
  /** How it ended. What it fails with is for whoever waits for it, or nobody. */
  readonly done: Promise<ReadOutcome>
  isOver(): boolean
  /** Resolves when more was written, or nothing more comes. Asked before the rows are looked at, no row is overlooked. */
  more(): Promise<void>
}

export function startReading(read: (onWritten: () => void) => Promise<ReadOutcome>): Reading {
  let isOver = false
  let bell = Promise.withResolvers<void>()
  const ring = (): void => {
    bell.resolve()
    bell = Promise.withResolvers()
  }
  const done = read(ring).finally(() => {
    isOver = true
    ring()
  })
  done.catch(() => undefined)
  return { done, isOver: () => isOver, more: () => bell.promise }
}
