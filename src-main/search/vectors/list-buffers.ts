import type { WriteDb } from '../../db/database.ts'
import type { Centroids } from './centroids.ts'
import { blockEntries, blocksFor, clearBlock, reserveBlocks, wholeBytes } from './code-blocks.ts'
import { type Coding, shapeOf } from './coding.ts'
import { createEncoder } from './encode-row.ts'
import type { Kernel } from './kernel.ts'
import { firstSegment } from './keys.ts'
import type { Probe } from './probe.ts'

/** Codes of a list that wait to be written. */
export interface Segment {
  readonly list: number
  /** Entries that were not written before. */
  readonly added: number
  /** The last segment of the list was written when it was not full yet: this is all of it. */
  readonly isAgain: boolean
  readonly codes: Buffer
}

export interface ListBuffers {
  /** Puts what the probe was set to into a list. */
  add(list: number, probe: Probe, passage: number): void
  /** Segments that are full; with `all` the others too, which go on being filled. */
  take(how?: { readonly all: boolean }): Segment[]
  readonly fullBytes: () => number
}

/** Large enough to be read at one go, small enough that a buffer for each of 8,192 lists fits into a child's memory. */
export const segmentEntries = 128

export function createListBuffers(kernel: Kernel, centroids: Centroids, coding: Coding): ListBuffers {
  const shape = shapeOf(coding)
  const encode = createEncoder(kernel, coding)
  const regions: (number | undefined)[] = []
  const sizes = new Uint32Array(centroids.count)
  const written = new Uint32Array(centroids.count)
  let full: Segment[] = []
  let fullBytes = 0

  function copy(list: number): void {
    const [size, before] = [sizes[list] ?? 0, written[list] ?? 0]
    if (size === before) return
    const [at, length] = [regions[list] ?? 0, blocksFor(size) * wholeBytes(shape)]
    const codes = Buffer.from(kernel.views().u8.slice(at, at + length))
    full.push({ list, added: size - before, isAgain: before > 0, codes })
    fullBytes += length
    written[list] = size
  }

  function cut(list: number): void {
    copy(list)
    const at = regions[list] ?? 0
    for (let n = 0; n < blocksFor(segmentEntries); n++) clearBlock(kernel.views(), at + n * wholeBytes(shape), shape)
    sizes[list] = 0
    written[list] = 0
  }

  return {
    add(list, probe, passage) {
      regions[list] ??= reserveBlocks(kernel, segmentEntries, shape)
      const place = sizes[list] ?? 0
      const block = regions[list] + Math.floor(place / blockEntries) * wholeBytes(shape)
      encode({ block, place: place % blockEntries, middle: centroids.unpacked(list), passage }, probe)
      sizes[list] = place + 1
      if (place + 1 === segmentEntries) cut(list)
    },
    take({ all } = { all: false }) {
      if (all) for (let list = 0; list < sizes.length; list++) copy(list)
      const taken = full
      full = []
      fullBytes = 0
      return taken
    },
    fullBytes: () => fullBytes,
  }
}

/** Appends to lists. `first` is the key of the generation's list 0, `changed` the count of the space's changes with this one. */
export function writeSegments(
  tx: WriteDb,
  segments: readonly Segment[],
  { first, changed }: { readonly first: number; readonly changed: number },
): void {
  const grow = tx
    .prepare<[number, number, number, number], number>(
      'UPDATE vector_lists SET size = size + ?, segments = segments + ?, changed = ? WHERE list = ? RETURNING segments',
    )
    .pluck()
  const put = tx.prepare('INSERT OR REPLACE INTO vector_codes (segment, codes) VALUES (?, ?)')
  for (const { list, added, isAgain, codes } of segments) {
    const count = grow.get(added, isAgain ? 0 : 1, changed, first + list) ?? 1
    put.run(firstSegment(first + list) + count - 1, codes)
  }
}
