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
}

export function createProjection(kernel: Kernel, { rows, scales }: Directions): Projection {
  const padded = rows.length / scales.length
  const [at, products] = [kernel.reserve(rows.length), kernel.reserve(scales.length * 4)]
  kernel.views().i8.set(rows, at)
  return {
    width: paddedDimension(scales.length),
    project({ codes, step }, out) {
      kernel.dots(at, scales.length, codes, padded, products)
      const { i32, f32 } = kernel.views()
      for (let n = 0; n < scales.length; n++) f32[out / 4 + n] = (i32[products / 4 + n] ?? 0) * (scales[n] ?? 0) * step
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
