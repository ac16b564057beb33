import { paddedDimension } from './code-blocks.ts'
import type { Projection } from './directions.ts'
import type { Kernel } from './kernel.ts'
import { reserveRotation } from './rotation.ts'

/** A vector that is compared with codes, in the kernel's memory: as it is for whole rows, turned for codes and centroids. One at a time. */
export interface Probe {
  /** Its turned components, and what they come to in the learned directions. */
  readonly turned: CodedVector
  readonly drafted: CodedVector | undefined
  /** Takes a vector that is in the model's own directions. */
  set(vector: Float32Array): void
  /** Takes one of eight bits. */
  setRow(row: Int8Array, scale: number): void
  /** The product with a row as it is stored. */
  rowProduct(row: number, scale: number): number
  /** The same for many rows one behind the other, without their scale, to `out` (i32); times `rowStep` they are products. */
  rowProducts(rows: number, count: number, out: number): void
  rowStep(): number
}

/** A vector as f32 and as whole numbers. */
export interface CodedVector {
  readonly floats: number
  /** The whole numbers (i16). */
  readonly codes: number
  readonly width: number
  /** Products with `count` rows (i8) one behind the other, without their scale, to `out` (i32); times `step` they are products. */
  products(rows: number, count: number, out: number): void
  product(row: number, scale: number): number
  step(): number
}

/** Twelve bits of the query are enough beside eight of the rows, and small enough that the sum of 4,000 products still fits 32 bits. */
const queryCodes = 2047

export function createProbe(kernel: Kernel, dimension: number, projection: Projection | undefined): Probe {
  const padded = paddedDimension(dimension)
  const signs = reserveRotation(kernel, padded)
  const [plain, turned] = [createVector(kernel, padded), createVector(kernel, padded)]
  const drafted = projection && createVector(kernel, projection.width)
  const row = kernel.reserve(padded)

  function turn(): void {
    plain.encode()
    kernel.views().f32.copyWithin(turned.floats / 4, plain.floats / 4, plain.floats / 4 + padded)
    kernel.rotate(turned.floats, padded, signs)
    turned.encode()
    if (drafted === undefined) return
    projection?.project({ codes: turned.codes, step: turned.step() }, drafted.floats)
    drafted.encode()
  }

  return {
    turned,
    drafted,
    set(vector) {
      const { f32 } = kernel.views()
      f32.fill(0, plain.floats / 4, plain.floats / 4 + padded)
      f32.set(vector, plain.floats / 4)
      turn()
    },
    setRow(codes, scale) {
      kernel.views().i8.set(codes, row)
      kernel.unpack(row, scale, plain.floats, padded)
      turn()
    },
    rowProduct: plain.product,
    rowProducts: plain.products,
    rowStep: plain.step,
  }
}

function createVector(kernel: Kernel, width: number) {
  const [floats, codes, out] = [kernel.reserve(width * 4), kernel.reserve(width * 2), kernel.reserve(64)]
  let step = 1
  return {
    ...{ floats, codes, width },
    encode(): void {
      step = kernel.code(floats, width, queryCodes, codes)
    },
    step: () => step,
    products: (rows: number, count: number, to: number): void => kernel.dots(rows, count, codes, width, to),
    product(at: number, scale: number): number {
      kernel.dots(at, 1, codes, width, out)
      return (kernel.views().i32[out / 4] ?? 0) * scale * step
    },
  }
}
