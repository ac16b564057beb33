import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'

export interface TurnOptions {
  readonly signal: AbortSignal
  /** Until it is disposed of, calls for the same model need not queue: they may be a part of what it was taken for. */
  readonly isHold?: boolean
}

export interface ModelTurns {
  /** Comes when no other model is in use, in the order of asking. Error: `aborted`. */
  take(key: string, options: TurnOptions): Promise<Disposable>
}

interface Waiting {
  readonly key: string
  readonly isHold: boolean
  readonly go: (turn: Disposable) => void
}

/**
 * Any number may use one model at once, and nobody another one meanwhile. Who asks for the model in use after somebody asked for
 * another waits behind them, or a busy model would never be left.
 */
export function createModelTurns(): ModelTurns {
  const queue: Waiting[] = []
  let current: string | undefined
  let users = 0
  let holds = 0

  const isFree = ({ key }: Waiting): boolean => users === 0 || key === current

  function start({ key, isHold, go }: Waiting): void {
    current = key
    users += 1
    if (isHold) holds += 1
    let isOver = false
    const end = () => {
      if (isOver) return
      isOver = true
      users -= 1
      if (isHold) holds -= 1
      startFree()
    }
    go({ [Symbol.dispose]: end })
  }

  function startFree(): void {
    for (let next = queue[0]; next && isFree(next); next = queue[0]) {
      queue.shift()
      start(next)
    }
  }

  function leave(waiting: Waiting): void {
    const place = queue.indexOf(waiting)
    if (place < 0) return
    queue.splice(place, 1)
    startFree()
  }

  return {
    async take(key, { signal, isHold = false }) {
      const { promise, resolve: go, reject } = Promise.withResolvers<Disposable>()
      if (signal.aborted) throw abortedBy(signal)
      const waiting = { key, isHold, go }
      const give = () => {
        leave(waiting)
        // Too late, and without effect, for one whose turn it is already.
        reject(abortedBy(signal))
      }
      signal.addEventListener('abort', give, { once: true })
      if (!isHold && holds > 0 && key === current) start(waiting)
      else queue.push(waiting)
      startFree()
      try {
        return await promise
      } finally {
        signal.removeEventListener('abort', give)
      }
    },
  }
}

const abortedBy = ({ reason }: AbortSignal): AppError => new AppError(rpcError.aborted, undefined, { cause: reason })
