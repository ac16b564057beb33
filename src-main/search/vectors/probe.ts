import { paddedDimension } from './code-blocks.ts'
import type { Kernel } from './kernel.ts'
import { reserveRotation } from './rotation.ts'

/** A vector that is compared with codes, in the kernel's memory: as it is for whole rows, rotated for codes and centroids. One at a time. */
export interface Probe {
  readonly padded: number
  /** Where its rotated components lie (f32). */
  readonly rotated: number
  /** Takes a vector that is in the model's own directions. */
  set(vector: Float32Array): void
  /** Takes one of eight bits. */
  setRow(row: Int8Array, scale: number): void
  /** Estimates for `count` blocks from `blocks` on to `out` (f32), with `base` added. */
  scan(scanned: { readonly blocks: number; readonly count: number; readonly base: number; readonly out: number }): void
  /** The product with a centroid, which is rotated. */
  centroidProduct(row: number, scale: number): number
  /** The product with a row as it is stored. */
  rowProduct(row: number, scale: number): number
  /** The same for many rows one behind the other, without their scale, to `out` (i32); times `rowStep` they are products. */
  rowProducts(rows: number, count: number, out: number): void
  rowStep(): number
}

/**
 * Twelve bits of the query are enough beside eight of the rows, and small enough that the sum of 4,000 products still fits 32 bits.
 */
const queryCodes = 2047

export function createProbe(kernel: Kernel, dimension: number): Probe {
  const padded = paddedDimension(dimension)
  const signs = reserveRotation(kernel, padded)
  const [rotated, plain, table] = [kernel.reserve(padded * 4), kernel.reserve(padded * 4), kernel.reserve(padded * 4)]
  const [plainCodes, rotatedCodes] = [kernel.reserve(padded * 2), kernel.reserve(padded * 2)]
  const [row, out] = [kernel.reserve(padded), kernel.reserve(64)]
  const step = { plain: 1, rotated: 1, scale: 1, offset: 0 }

  function rotate(): void {
    kernel.views().f32.copyWithin(rotated / 4, plain / 4, plain / 4 + padded)
    kernel.rotate(rotated, padded, signs)
    kernel.tabulate(rotated, padded, table, out)
    const { f32 } = kernel.views()
    step.scale = f32[out / 4] ?? 1
    step.offset = f32[out / 4 + 1] ?? 0
    step.rotated = kernel.code(rotated, padded, queryCodes, rotatedCodes)
  }

  function product(at: number, query: number): number {
    kernel.dots(at, 1, query, padded, out)
    return kernel.views().i32[out / 4] ?? 0
  }

  return {
    padded,
    rotated,
    set(vector) {
      const { f32 } = kernel.views()
      f32.fill(0, plain / 4, plain / 4 + padded)
      f32.set(vector, plain / 4)
      step.plain = kernel.code(plain, padded, queryCodes, plainCodes)
      rotate()
    },
    setRow(codes, scale) {
      kernel.views().i8.set(codes, row)
      kernel.unpack(row, scale, plain, padded)
      rotate()
    },
    scan: ({ blocks, count, base, out: to }) => kernel.scan(blocks, count, padded, table, step.scale, step.offset, base, to),
    centroidProduct: (at, scale) => product(at, rotatedCodes) * scale * step.rotated,
    rowProduct: (at, scale) => product(at, plainCodes) * scale * step.plain,
    rowProducts: (rows, count, to) => kernel.dots(rows, count, plainCodes, padded, to),
    rowStep: () => step.plain,
  }
}
