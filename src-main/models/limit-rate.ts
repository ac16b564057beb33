/** Passes a value on at most every `everyMs`; those between are dropped, so the last word is the caller's to say. */
export function limitRate<T>(everyMs: number, now: () => number, pass: (value: T) => void): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY
  return (value) => {
    const at = now()
    if (at - last < everyMs) return
    last = at
    pass(value)
  }
}
