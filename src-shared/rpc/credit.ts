/** Items a caller has room for. It grants more as it consumes, so a host never runs further ahead than this. */
export const streamWindow = 32

export interface Credit {
  grant(items: number): void
  /** Waits until the caller has room for one more item; false when the signal aborted instead. */
  take(): Promise<boolean>
}

export function createCredit(items: number, signal: AbortSignal): Credit {
  let left = items
  let wake = () => {}
  signal.addEventListener('abort', () => wake(), { once: true })
  return {
    grant(more) {
      left += more
      wake()
    },
    async take() {
      while (left === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (signal.aborted) return false
      left -= 1
      return true
    },
  }
}
