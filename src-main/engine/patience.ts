export interface Patience {
  /** The items as they come; only the time that is spent waiting for them counts. */
  with<T>(items: AsyncGenerator<T, void>): AsyncGenerator<T, void>
  isOver(): boolean
}

/** Bounds how long is waited for the items of a stream, all together: what is done with them may take as long as it takes. */
export function createPatience(limitMs: number, onOver: () => void): Patience {
  let leftMs = limitMs
  let isOver = false

  async function next<T>(items: AsyncGenerator<T, void>): Promise<IteratorResult<T, void>> {
    const startedAt = performance.now()
    const timer = setTimeout(() => {
      isOver = true
      onOver()
    }, leftMs)
    try {
      return await items.next()
    } finally {
      clearTimeout(timer)
      leftMs = Math.max(0, leftMs - (performance.now() - startedAt))
    }
  }

  return {
    async *with(items) {
      try {
        for (let item = await next(items); !item.done; item = await next(items)) yield item.value
      } finally {
        await items.return()
      }
    },
    isOver: () => isOver,
  }
}
