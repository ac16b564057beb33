export interface LimitedRate<T> extends Disposable {
  /** Passed on at once, or when its time has come unless a newer value comes before. */
  tell(value: T): void
}

/** Passes values on at most every `everyMs`, the newest always; after disposal none. */
export function limitRate<T>(everyMs: number, now: () => number, pass: (value: T) => void): LimitedRate<T> {
  let last = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  const send = (value: T): void => {
    last = now()
    pass(value)
  }
  return {
    tell(value) {
      clearTimeout(timer)
      const waitMs = last + everyMs - now()
      if (waitMs <= 0) send(value)
      else timer = setTimeout(send, waitMs, value)
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
