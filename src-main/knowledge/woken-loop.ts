export interface WokenLoop {
  /** There may be something to do. */
  wake(): void
  /** Resolves when nothing is being done and nothing waits. */
  idle(): Promise<void>
  /** What is being done should come to an end, and nothing new begin: it is over, or somebody wants to be alone. */
  isHeld(): boolean
  /** Nothing is done from the end of what is in hand until `work` is over. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

export interface WokenLoopOptions {
  /** Does all there is to do. */
  readonly work: () => Promise<void>
  readonly onFault: (error: unknown) => void
  /** Nothing begins any more. */
  readonly ended: AbortSignal
  /** Between a fault and the next attempt. */
  readonly pauseMs: number
  /** What is in hand may be dropped: somebody waits for its end. */
  readonly letGo?: () => void
}

/** Works when it is woken, once for any number of calls, and once more for one that comes meanwhile. */
export function createWokenLoop({ work, onFault, ended, pauseMs, letGo }: WokenLoopOptions): WokenLoop {
  let running: Promise<void> | undefined
  let isWoken = false
  let holders = 0
  let again: NodeJS.Timeout | undefined
  ended.addEventListener('abort', () => clearTimeout(again))

  async function run(): Promise<void> {
    while (isWoken && !ended.aborted) {
      isWoken = false
      await work()
    }
  }

  function wake(): void {
    isWoken = true
    running ??= run()
      .catch((error: unknown) => {
        onFault(error)
        if (!ended.aborted) again ??= setTimeout(wakeAgain, pauseMs).unref()
      })
      .finally(() => {
        running = undefined
        // Woken between its last look and its end: nobody has seen to that.
        if (isWoken && !ended.aborted) wake()
      })
  }

  function wakeAgain(): void {
    again = undefined
    wake()
  }

  async function idle(): Promise<void> {
    while (running !== undefined) await running
  }

  return {
    wake,
    idle,
    isHeld: () => ended.aborted || holders > 0,
    async alone(apart) {
      holders += 1
      letGo?.()
      await idle()
      try {
        return await apart()
      } finally {
        holders -= 1
        wake()
      }
    },
  }
}
