import type { ReadDb } from '../../db/database.ts'
import { blockBytes } from './code-blocks.ts'
import type { Kernel } from './kernel.ts'
import { segmentsOf } from './keys.ts'

/** Codes of a list in the kernel's memory: so many blocks, `blocksPerSlab` of them from each of these addresses. */
export interface CachedList {
  readonly slabs: readonly number[]
  readonly blocks: number
}

export interface ListCache {
  /** Reads the list unless it is there. What it answers is good until the next call. */
  list(db: ReadDb, key: number): CachedList
  /** The list changed, or is no more. */
  forget(key: number): void
  clear(): void
}

/** Small, so that little of the last one of a list is wasted. */
export const blocksPerSlab = 4

/** Keeps the lists looked at last, in at most `bytes` that are given out in slabs of equal size and never given back. */
export function createListCache(
  kernel: Kernel,
  { padded, bytes }: { readonly padded: number; readonly bytes: number },
): ListCache {
  const slabBytes = blocksPerSlab * blockBytes(padded)
  const kept = new Map<number, CachedList>()
  const free: number[] = []
  let [made, most] = [0, Math.max(1, Math.floor(bytes / slabBytes))]

  function slab(): number {
    while (free.length === 0 && made >= most && kept.size > 0) for (const oldest of kept.keys().take(1)) forget(oldest)
    const given = free.pop()
    if (given !== undefined) return given
    made += 1
    // One list alone may be larger than what was planned for all.
    most = Math.max(most, made)
    return kernel.reserve(slabBytes)
  }

  function forget(key: number): void {
    free.push(...(kept.get(key)?.slabs ?? []))
    kept.delete(key)
  }

  function read(db: ReadDb, key: number): CachedList {
    const slabs: number[] = []
    let blocks = 0
    const segments = db.prepare<[number, number], Buffer>('SELECT codes FROM vector_codes WHERE segment BETWEEN ? AND ?').pluck()
    for (const codes of segments.all(...segmentsOf(key))) {
      for (let at = 0; at < codes.length; ) {
        const within = blocks % blocksPerSlab
        if (within === 0) slabs.push(slab())
        const length = Math.min(codes.length - at, (blocksPerSlab - within) * blockBytes(padded))
        kernel.views().u8.set(codes.subarray(at, at + length), (slabs.at(-1) ?? 0) + within * blockBytes(padded))
        at += length
        blocks += length / blockBytes(padded)
      }
    }
    return { slabs, blocks }
  }

  return {
    list(db, key) {
      const list = kept.get(key) ?? read(db, key)
      // The one asked for last goes last.
      kept.delete(key)
      kept.set(key, list)
      return list
    },
    forget,
    clear() {
      for (const key of [...kept.keys()]) forget(key)
    },
  }
}
