import type { Kernel } from './kernel.ts'

/** Room in the kernel's memory that is given out in one piece and comes back. */
export interface BlockArena {
  /** Undefined when there is no piece so large and no more may be reserved, unless it is `forced`. */
  take(bytes: number, how?: { readonly forced: boolean }): number | undefined
  giveBack(at: number, bytes: number): void
}

interface Run {
  at: number
  bytes: number
}

/** Reserved at a time. */
const chunkBytes = 1024 * 1024

/** Pieces lie where they fit first; neighbours that are free become one. `most` bytes are reserved at most. */
export function createArena(kernel: Kernel, most: number): BlockArena {
  const free: Run[] = []
  let reserved = 0

  function cut(bytes: number): number | undefined {
    const n = free.findIndex((run) => run.bytes >= bytes)
    const run = free[n]
    if (run === undefined) return undefined
    const { at } = run
    run.at += bytes
    run.bytes -= bytes
    if (run.bytes === 0) free.splice(n, 1)
    return at
  }

  function giveBack(at: number, bytes: number): void {
    let n = free.findIndex((run) => run.at > at)
    if (n === -1) n = free.length
    free.splice(n, 0, { at, bytes })
    join(n)
    join(n - 1)
  }

  /** With the one behind, if nothing lies between. */
  function join(n: number): void {
    const [run, next] = [free[n], free[n + 1]]
    if (run === undefined || next === undefined || run.at + run.bytes !== next.at) return
    run.bytes += next.bytes
    free.splice(n + 1, 1)
  }

  return {
    take(bytes, { forced } = { forced: false }) {
      const found = cut(bytes)
      if (found !== undefined) return found
      const more = Math.max(bytes, Math.min(chunkBytes, most - reserved))
      if (!forced && reserved + more > most) return undefined
      reserved += more
      giveBack(kernel.reserve(more), more)
      return cut(bytes)
    },
    giveBack,
  }
}
