import type { Kernel } from './kernel.ts'
import type { CodedVector } from './probe.ts'

/** Vectors in the middle of lists, eight bits a component, in the kernel's memory. */
export interface Middles {
  /** Where the kernel finds all of them, their scales, half their squares, and how near each was to the vector that `nearest` was called with last. */
  readonly addresses: { readonly rows: number; readonly scales: number; readonly halves: number; readonly near: number }
  set(list: number, row: Int8Array, scale: number): void
  /** As f32: overwritten by the next call. */
  unpacked(list: number): number
  squaredLength(list: number): number
  /** Which is nearest. */
  nearest(vector: Pick<CodedVector, 'codes' | 'step'>): number
  /**
   * How near each was to the vector that `nearest` was called with last: the product less half the middle's own square, which puts them in the order of
   * their distance. Overwritten by the next call of this.
   */
  nearness(): Float32Array
}

/** The kernel looks at four at a time: places behind the last are never nearest. */
const atOnce = 4
const nowhere = 1e30

export function createMiddles(kernel: Kernel, count: number, width: number): Middles {
  const places = Math.ceil(count / atOnce) * atOnce
  const rows = kernel.reserve(places * width)
  const [middle, facts, near] = [kernel.reserve(width * 4), kernel.reserve(places * 8), kernel.reserve(places * 4)]
  const [scales, halves] = [facts / 4, facts / 4 + places]
  const [squares, copied] = [new Float32Array(count), new Float32Array(count)]
  kernel.views().f32.fill(nowhere, halves + count, halves + places)

  const scaleOf = (list: number): number => kernel.views().f32[scales + list] ?? 0

  function unpacked(list: number): number {
    kernel.unpack(rows + list * width, scaleOf(list), middle, width)
    return middle
  }

  return {
    addresses: { rows, scales: scales * 4, halves: halves * 4, near },
    unpacked,
    squaredLength: (list) => squares[list] ?? 0,
    set(list, row, scale) {
      const { i8, f32 } = kernel.views()
      i8.set(row, rows + list * width)
      f32[scales + list] = scale
      const at = unpacked(list) / 4
      let square = 0
      for (let n = at; n < at + width; n++) square += (f32[n] ?? 0) ** 2
      squares[list] = square
      f32[halves + list] = square / 2
    },
    nearest: ({ codes, step }) => kernel.nearness(rows, places, codes, width, step(), facts, near),
    nearness() {
      copied.set(kernel.views().f32.subarray(near / 4, near / 4 + count))
      return copied
    },
  }
}
