import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'

export interface Line {
  /** Comes in the order of asking, and is over when it is disposed of. Errors: `aborted`. */
  take(signal: AbortSignal): Promise<Disposable>
}

/** So many have their turn at once; the others wait. */
export function createLine(atOnce: number): Line {
  const queue: (() => void)[] = []
  const state = { working: 0 }

  function startNext(): void {
    while (state.working < atOnce && queue.length > 0) {
      state.working += 1
      queue.shift()?.()
    }
  }

  function oneTurn(): Disposable {
    const turn = { isOver: false }
    return {
      [Symbol.dispose]() {
        if (turn.isOver) return
        turn.isOver = true
        state.working -= 1
        startNext()
      },
    }
  }

  return {
    async take(signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const give = () => {
        const place = queue.indexOf(resolve)
        if (place >= 0) queue.splice(place, 1)
        reject(new AppError(rpcError.aborted, undefined, { cause: signal.reason }))
      }
      queue.push(resolve)
      if (signal.aborted) give()
      else signal.addEventListener('abort', give, { once: true })
      startNext()
      await promise.finally(() => signal.removeEventListener('abort', give))
      return oneTurn()
    },
  }
}
