import type { ReadDb } from '../../db/database.ts'
import { createArena } from './block-arena.ts'
import { type BlockShape, blockBytes, wholeBytes } from './code-blocks.ts'
import type { Kernel } from './kernel.ts'
import { segmentsOf } from './keys.ts'

/** Codes of a list in the kernel's memory: first the drafts of all its blocks, then their signs. */
export interface CachedList {
  readonly drafts: number
  readonly signs: number
  readonly blocks: number
}

export interface ListCache {
  /** Reads the list unless it is there. What it answers is good until so many others were read that there is no room for it. */
  list(db: ReadDb, key: number): CachedList
  /** The list changed, or is no more. */
  forget(key: number): void
}

/** Keeps the lists looked at last, in at most `bytes`: each in one piece, so that the processor reads ahead. */
export function createListCache(
  kernel: Kernel,
  { shape, bytes }: { readonly shape: BlockShape; readonly bytes: number },
): ListCache {
  const arena = createArena(kernel, bytes)
  const kept = new Map<number, CachedList & { used: number }>()
  const [signBytes, whole] = [blockBytes(shape.signs), wholeBytes(shape)]
  let clock = 0

  function forget(key: number): void {
    const list = kept.get(key)
    if (list && list.blocks > 0) arena.giveBack(list.drafts, list.blocks * whole)
    kept.delete(key)
  }

  /** An eighth of all at once: to look for the oldest takes a look at all. */
  function forgetOldest(): void {
    const oldest = [...kept].sort(([, a], [, b]) => a.used - b.used)
    for (const [key] of oldest.slice(0, Math.ceil(oldest.length / 8))) forget(key)
  }

  function room(needed: number): number {
    for (;;) {
      // One list alone may be larger than what was planned for all.
      const at = arena.take(needed, { forced: kept.size === 0 })
      if (at !== undefined) return at
      forgetOldest()
    }
  }

  function read(db: ReadDb, key: number): CachedList {
    const segments = db.prepare<[number, number], Buffer>('SELECT codes FROM vector_codes WHERE segment BETWEEN ? AND ?').pluck()
    const pieces = segments.all(...segmentsOf(key))
    const blocks = pieces.reduce((sum, codes) => sum + codes.length, 0) / whole
    if (blocks === 0) return { drafts: 0, signs: 0, blocks }
    const drafts = room(blocks * whole)
    const signs = drafts + blocks * (whole - signBytes)
    copyParts(kernel.views().u8, pieces, { drafts, signs, signBytes, whole })
    return { drafts, signs, blocks }
  }

  return {
    list(db, key) {
      let list = kept.get(key)
      if (list === undefined) {
        list = { ...read(db, key), used: 0 }
        kept.set(key, list)
      }
      list.used = clock++
      return list
    },
    forget,
  }
}

interface Parts {
  readonly drafts: number
  readonly signs: number
  readonly signBytes: number
  /** Bytes of a stored block. */
  readonly whole: number
}

/** Takes stored blocks apart. */
function copyParts(memory: Uint8Array, pieces: readonly Buffer[], { drafts, signs, signBytes, whole }: Parts): void {
  let n = 0
  for (const codes of pieces) {
    for (let at = 0; at < codes.length; at += whole) {
      memory.set(codes.subarray(at, at + signBytes), signs + n * signBytes)
      memory.set(codes.subarray(at + signBytes, at + whole), drafts + n * (whole - signBytes))
      n += 1
    }
  }
}
