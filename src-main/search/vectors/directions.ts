import { paddedDimension } from './code-blocks.ts'
import type { Kernel } from './kernel.ts'

/** Learned directions of turned vectors, eight bits a component, one behind the other. */
export interface Directions {
  readonly rows: Int8Array<ArrayBuffer>
  /** For each what its numbers stand for. */
  readonly scales: Float32Array<ArrayBuffer>
}

export interface Projection {
  /** Directions, with zeros up to a multiple of 32. */
  readonly width: number
  /** Writes what a vector is in each direction to `out` (f32[width]). The vector is of whole numbers (i16) that stand for `step` each. */
  project(vector: { readonly codes: number; readonly step: number }, out: number): void
  /** Takes so much (f32[width]) of each direction away from `vector` (f32) and writes what is left to `out` (f32). */
  take(parts: number, vector: number, out: number): void
}

/** Of what a vector is in the directions, when it is taken away. */
const partCodes = 2047

export function createProjection(kernel: Kernel, { rows, scales }: Directions): Projection {
  const [count, padded] = [scales.length, rows.length / scales.length]
  const width = paddedDimension(count)
  const [at, products] = [kernel.reserve(rows.length), kernel.reserve(count * 4)]
  const [across, parted] = [kernel.reserve(width * padded), kernel.reserve(width * 4)]
  const [codes, sums] = [kernel.reserve(width * 2), kernel.reserve(padded * 4)]
  const { i8 } = kernel.views()
  i8.set(rows, at)
  for (const [n, value] of rows.entries()) i8[across + (n % padded) * width + Math.floor(n / padded)] = value
  return {
    width,
    project(vector, out) {
      kernel.dots(at, count, vector.codes, padded, products)
      const { i32, f32 } = kernel.views()
      for (let n = 0; n < count; n++) f32[out / 4 + n] = (i32[products / 4 + n] ?? 0) * (scales[n] ?? 0) * vector.step
    },
    take(parts, vector, out) {
      const { i32, f32 } = kernel.views()
      for (let n = 0; n < count; n++) f32[parted / 4 + n] = (f32[parts / 4 + n] ?? 0) * (scales[n] ?? 0)
      const step = kernel.code(parted, width, partCodes, codes)
      kernel.dots(across, padded, codes, width, sums)
      for (let n = 0; n < padded; n++) f32[out / 4 + n] = (f32[vector / 4 + n] ?? 0) - (i32[sums / 4 + n] ?? 0) * step
    },
  }
}

const largestCode = 127

export function packDirections(found: readonly Float32Array[]): Directions {
  const dimension = found[0]?.length ?? 0
  const rows = new Int8Array(found.length * dimension)
  const scales = Float32Array.from(
    found,
    (direction) => direction.reduce((most, x) => Math.max(most, Math.abs(x)), 0) / largestCode,
  )
  for (const [n, direction] of found.entries())
    for (const [at, value] of direction.entries()) rows[n * dimension + at] = Math.round(value / (scales[n] || 1))
  return { rows, scales }
}
