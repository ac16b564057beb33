export interface ChangePace {
  /** So many passages are done now. */
  note(done: number): void
  /** Of the last minute; null while too little was done to tell. */
  msPerPassage(): number | null
  forget(): void
}

const windowMs = 60_000
const leastMs = 2_000

/** How fast passages are embedded again, waits for other work included. */
export function createChangePace(now: () => number): ChangePace {
  let noted: { readonly at: number; readonly done: number }[] = []
  return {
    note(done) {
      const at = now()
      noted = [...noted.filter((each) => at - each.at <= windowMs), { at, done }]
    },
    msPerPassage() {
      const [first, last] = [noted[0], noted.at(-1)]
      if (first === undefined || last === undefined) return null
      const [tookMs, made] = [last.at - first.at, last.done - first.done]
      return tookMs < leastMs || made <= 0 ? null : tookMs / made
    },
    forget() {
      noted = []
    },
  }
}
