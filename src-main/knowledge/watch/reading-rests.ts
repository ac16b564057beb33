export interface RestOptions {
  readonly now: () => number
  /** From one reading to the next. */
  readonly firstMs: number
  /** It doubles with every reading that comes soon after the last one, up to this. */
  readonly longestMs: number
}

/** A file that is written to all the time, a log, is read ever more rarely; one that was left alone for long is read at once again. */
export interface ReadingRests {
  /** Milliseconds until a changed file may be read again; 0 when it may be now. */
  leftMs(path: string): number
  /** It changed, and is read now. */
  begin(path: string): void
}

/** So many rests without a change, and the file counts as left alone. */
const restsOfQuiet = 4

export function createReadingRests({ now, firstMs, longestMs }: RestOptions): ReadingRests {
  const rests = new Map<string, { readonly since: number; readonly restMs: number }>()

  function forgetQuiet(): void {
    for (const [path, { since, restMs }] of rests) if (now() - since > restsOfQuiet * restMs) rests.delete(path)
  }

  return {
    leftMs(path) {
      const rest = rests.get(path)
      // Never longer than the rest itself, should the clock be put back.
      return rest === undefined ? 0 : Math.min(rest.restMs, Math.max(0, rest.since + rest.restMs - now()))
    },
    begin(path) {
      forgetQuiet()
      const before = rests.get(path)
      rests.set(path, { since: now(), restMs: Math.min(longestMs, before === undefined ? firstMs : before.restMs * 2) })
    },
  }
}
