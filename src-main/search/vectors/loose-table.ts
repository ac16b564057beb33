import type { Kernel } from './kernel.ts'

/** Rows by their passage in the kernel's memory, in chunks of `rowsPerChunk`. */
export interface LooseTable {
  size(): number
  chunk(n: number): Chunk
  keep(passage: number, row: StoredRow): void
  drop(passage: number): void
  clear(): void
}

export interface StoredRow {
  readonly scale: number
  readonly vector: Buffer
}

export const rowsPerChunk = 1024

export function createLooseTable(kernel: Kernel, padded: number): LooseTable {
  const placeOf = new Map<number, number>()
  const chunks: Chunk[] = []
  let size = 0

  function chunk(n: number): Chunk {
    chunks[n] ??= createChunk(kernel, padded)
    return chunks[n]
  }
  const chunkOf = (place: number): Chunk => chunk(Math.floor(place / rowsPerChunk))

  return {
    size: () => size,
    chunk,
    keep(passage, row) {
      const place = placeOf.get(passage) ?? size
      chunkOf(place).set(place % rowsPerChunk, passage, row)
      placeOf.set(passage, place)
      size = Math.max(size, place + 1)
    },
    drop(passage) {
      const place = placeOf.get(passage)
      if (place === undefined) return
      size -= 1
      const moved = chunkOf(size).passages[size % rowsPerChunk] ?? 0
      chunkOf(size).copy(size % rowsPerChunk, chunkOf(place), place % rowsPerChunk)
      placeOf.set(moved, place)
      placeOf.delete(passage)
    },
    clear() {
      placeOf.clear()
      size = 0
    },
  }
}

export interface Chunk {
  readonly at: number
  readonly scales: Float32Array
  readonly passages: Float64Array
  set(n: number, passage: number, row: StoredRow): void
  copy(n: number, to: Chunk, place: number): void
}

export function createChunk(kernel: Kernel, padded: number): Chunk {
  const at = kernel.reserve(rowsPerChunk * padded)
  const scales = new Float32Array(rowsPerChunk)
  const passages = new Float64Array(rowsPerChunk)
  return {
    at,
    scales,
    passages,
    set(n, passage, { scale, vector }) {
      kernel.views().u8.set(vector, at + n * padded)
      scales[n] = scale
      passages[n] = passage
    },
    copy(n, to, place) {
      kernel.views().u8.copyWithin(to.at + place * padded, at + n * padded, at + (n + 1) * padded)
      to.scales[place] = scales[n] ?? 0
      to.passages[place] = passages[n] ?? 0
    },
  }
}
