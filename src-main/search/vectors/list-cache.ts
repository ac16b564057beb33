import type { ReadDb } from '../../db/database.ts'
import { createArena } from './block-arena.ts'
import { type BlockShape, partBytes, sum } from './code-blocks.ts'
import type { Kernel } from './kernel.ts'
import { segmentsOf } from './keys.ts'
import { isOwnList, type Share, wholeIndex } from './vector-query.ts'

/** Codes of a list in the kernel's memory: the first part of all its blocks, then the next. */
export interface CachedList {
  /** Where each part lies that is kept. */
  readonly parts: readonly number[]
  readonly blocks: number
}

export interface ListCache {
  /** Reads the list unless it is there. What it answers is good until so many others were read that there is no room for it. */
  list(db: ReadDb, list: number): CachedList
  /** The list changed, or is no more. */
  forget(list: number): void
  /** Forgets the lists of other shares. */
  keepShare(share: Share): void
}

interface Keeping {
  /** The key of the generation's list 0. */
  readonly first: number
  readonly shape: BlockShape
  /** Parts of a block that are kept: so many of the first. */
  readonly parts: number
  readonly bytes: number
  /** So many lists that were looked at last are used together: none of them is forgotten for another. */
  readonly together: number
}

/** Keeps the lists looked at last, in at most `bytes`: each in one piece, so that the processor reads ahead. */
export function createListCache(kernel: Kernel, { first, shape, parts, bytes, together }: Keeping): ListCache {
  const arena = createArena(kernel, bytes)
  const kept = new Map<number, CachedList & { used: number }>()
  const [keptBytes, stored] = [partBytes(shape).slice(0, parts), sum(partBytes(shape))]
  const inMemory = sum(keptBytes)
  let [clock, own]: [number, Share] = [0, wholeIndex]

  function forget(number: number): void {
    const list = kept.get(number)
    if (list?.parts[0] !== undefined) arena.giveBack(list.parts[0], list.blocks * inMemory)
    kept.delete(number)
  }

  /** An eighth of all at once: to look for the oldest takes a look at all. Whether there was any that may go. */
  function forgetOldest(): boolean {
    const oldest = [...kept].filter(([, { used }]) => used < clock - together).sort(([, a], [, b]) => a.used - b.used)
    for (const [number] of oldest.slice(0, Math.ceil(kept.size / 8))) forget(number)
    return oldest.length > 0
  }

  function room(needed: number): number {
    let isForced = false
    for (;;) {
      const at = arena.take(needed, { forced: isForced })
      if (at !== undefined) return at
      // Those that are used together may be larger than what was planned for all.
      isForced = !forgetOldest()
    }
  }

  function read(db: ReadDb, number: number): CachedList {
    const segments = db.prepare<[number, number], Buffer>('SELECT codes FROM vector_codes WHERE segment BETWEEN ? AND ?').pluck()
    const pieces = segments.all(...segmentsOf(first + number))
    const blocks = sum(pieces.map((codes) => codes.length)) / stored
    if (blocks === 0) return { parts: [], blocks }
    const at = room(blocks * inMemory)
    const found = keptBytes.map((_, n) => at + blocks * sum(keptBytes.slice(0, n)))
    copyParts(kernel.views().u8, pieces, { parts: found, bytes: keptBytes, stored })
    for (const codes of pieces) giveUp(codes)
    return { parts: found, blocks }
  }

  return {
    list(db, number) {
      let list = kept.get(number)
      if (list === undefined) {
        list = { ...read(db, number), used: 0 }
        kept.set(number, list)
      }
      list.used = clock++
      return list
    },
    forget,
    keepShare(share) {
      if (share.of === own.of && share.part === own.part) return
      for (const number of kept.keys()) if (!isOwnList(number, share)) forget(number)
      own = share
    },
  }
}

/** At once, and not when garbage is collected next: the list that is read after it comes into the same memory. */
function giveUp({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}

interface Copying {
  /** Where each part goes, and its bytes in a block. */
  readonly parts: readonly number[]
  readonly bytes: readonly number[]
  /** Bytes of a stored block. */
  readonly stored: number
}

/** Takes stored blocks apart. */
function copyParts(memory: Uint8Array, pieces: readonly Buffer[], { parts, bytes, stored }: Copying): void {
  let block = 0
  for (const codes of pieces) {
    if (bytes.length === 1 && bytes[0] === stored) {
      // Nothing is taken apart.
      memory.set(codes, (parts[0] ?? 0) + block * stored)
      block += codes.length / stored
      continue
    }
    for (let from = 0; from < codes.length; from += stored, block++) {
      let at = from
      for (const [n, part] of parts.entries()) {
        const length = bytes[n] ?? 0
        memory.set(codes.subarray(at, at + length), part + block * length)
        at += length
      }
    }
  }
}
