export interface Inbox<T> {
  put(value: T): void
  /** The oldest value, or the next that comes. One reader at a time. */
  next(): Promise<T>
}

export function createInbox<T>(): Inbox<T> {
  const values: T[] = []
  let waiting: ((value: T) => void) | undefined
  return {
    put(value) {
      if (waiting) waiting(value)
      else values.push(value)
      waiting = undefined
    },
    async next() {
      const [value] = values.splice(0, 1)
      if (value !== undefined) return value
      return new Promise<T>((resolve) => {
        waiting = resolve
      })
    },
  }
}
