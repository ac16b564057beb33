export interface WatchedValue<T> {
  get(): T
  set(value: T): void
  /** What it is, then what it becomes; of several changes that nobody read in between only the last. */
  watch(signal: AbortSignal): AsyncIterable<T>
}

export function createWatchedValue<T>(initial: T): WatchedValue<T> {
  let value = initial
  let changed = Promise.withResolvers<void>()

  async function* watch(signal: AbortSignal): AsyncGenerator<T> {
    const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    while (!signal.aborted) {
      const next = changed.promise
      yield value
      await Promise.race([next, ended])
    }
  }

  return {
    watch,
    get: () => value,
    set(next) {
      value = next
      changed.resolve()
      changed = Promise.withResolvers<void>()
    },
  }
}
