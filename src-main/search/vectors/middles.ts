import type { Kernel } from './kernel.ts'
import type { CodedVector } from './probe.ts'

/** Vectors in the middle of lists, eight bits a component, in the kernel's memory. */
export interface Middles {
  set(list: number, row: Int8Array, scale: number): void
  /** As f32: overwritten by the next call. */
  unpacked(list: number): number
  squaredLength(list: number): number
  product(vector: CodedVector, list: number): number
  /** How near each is: the product less half the middle's own square, which puts them in the order of their distance. Overwritten by the next call. */
  nearness(vector: CodedVector): Float32Array
}

export function createMiddles(kernel: Kernel, count: number, width: number): Middles {
  const rows = kernel.reserve(count * width)
  const [middle, found] = [kernel.reserve(width * 4), kernel.reserve(count * 4)]
  const [scales, squares, near] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)]

  function unpacked(list: number): number {
    kernel.unpack(rows + list * width, scales[list] ?? 0, middle, width)
    return middle
  }

  return {
    unpacked,
    squaredLength: (list) => squares[list] ?? 0,
    set(list, row, scale) {
      const { i8, f32 } = kernel.views()
      i8.set(row, rows + list * width)
      scales[list] = scale
      const at = unpacked(list) / 4
      let square = 0
      for (let n = at; n < at + width; n++) square += (f32[n] ?? 0) ** 2
      squares[list] = square
    },
    product: (vector, list) => vector.product(rows + list * width, scales[list] ?? 0),
    nearness(vector) {
      vector.products(rows, count, found)
      const [from, step] = [found / 4, vector.step()]
      const { i32 } = kernel.views()
      for (let list = 0; list < count; list++)
        near[list] = (i32[from + list] ?? 0) * (scales[list] ?? 0) * step - (squares[list] ?? 0) / 2
      return near
    },
  }
}
