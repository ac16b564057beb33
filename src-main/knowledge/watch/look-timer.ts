export interface LookTimer extends Disposable {
  /** Makes the next look sooner, never later: a file that is written to all day would put it off for ever. */
  within(ms: number): void
}

/** One look that is to come. */
export function createLookTimer(look: () => void): LookTimer {
  let timer: NodeJS.Timeout | undefined
  let dueAt = Number.POSITIVE_INFINITY
  let isOver = false
  return {
    within(ms) {
      const at = performance.now() + ms
      if (isOver || at >= dueAt) return
      clearTimeout(timer)
      dueAt = at
      timer = setTimeout(() => {
        dueAt = Number.POSITIVE_INFINITY
        look()
      }, ms).unref()
    },
    [Symbol.dispose]() {
      isOver = true
      clearTimeout(timer)
    },
  }
}
