/** Events for one follower, who may be slower than their maker or may have gone. */
export interface EventQueue<T> {
  push(event: T): void
  /** No more events come; a follower gets those that are left, then the error if there is one. */
  end(error?: unknown): void
  /** To be followed once. Leaving early drops what comes after. */
  follow(): AsyncIterable<T>
}

export function createEventQueue<T>(): EventQueue<T> {
  const events: T[] = []
  let ending: { readonly error?: unknown } | undefined
  let isLeft = false
  let wake = () => {}

  async function* follow(): AsyncGenerator<T> {
    try {
      while (true) {
        const next = events.shift()
        if (next !== undefined) yield next
        else if (ending) break
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      isLeft = true
      events.length = 0
    }
    if (ending?.error !== undefined) throw ending.error
  }

  return {
    follow,
    push(event) {
      if (isLeft || ending) return
      events.push(event)
      wake()
    },
    end(error) {
      ending ??= error === undefined ? {} : { error }
      wake()
    },
  }
}
