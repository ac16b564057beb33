export interface Listeners<T> {
  tell(value: T): void
  add(listener: (value: T) => void): Disposable
}

export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<(value: T) => void>()
  return {
    tell(value) {
      for (const listener of [...listeners]) listener(value)
    },
    add(listener) {
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
  }
}
