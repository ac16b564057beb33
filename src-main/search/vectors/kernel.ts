import { readFileSync } from 'node:fs'

/** The functions of kernel.as. Numbers are addresses in `memory` and counts. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  rotate(x: number, dimension: number, signs: number): void
  unpack(row: number, scale: number, out: number, dimension: number): void
  code(x: number, dimension: number, most: number, out: number): number
  add(sum: number, x: number, dimension: number): void
  dots(rows: number, count: number, query: number, dimension: number, out: number): void
  nearness(rows: number, count: number, query: number, dimension: number, step: number, facts: number, out: number): number
  encode(block: number, place: number, x: number, centroid: number, width: number, book: number, groups: number, id: number): void
  encodeHead(block: number, place: number, x: number, centroid: number, width: number, book: number, groups: number): void
  encodeSketch(x: number, dimension: number, out: number): void
  tabulate(query: number, book: number, groups: number, most: number, table: number, out: number): void
  scan(
    pieces: number,
    count: number,
    groups: number,
    table: number,
    scale: number,
    offset: number,
    floor: number,
    out: number,
    hits: number,
  ): number
  sift(asked: number, pieces: number, count: number, floor: number, hits: number): number
  headSum(block: number, place: number, groups: number, table: number): number
  slice(codes: number, bytes: number, planes: number): void
  refine(asked: number, pieces: number, hits: number, count: number, floor: number, rows: number): number
  weigh(asked: number, pieces: number, rows: number, count: number, floor: number, out: number): number
}

/** What we use of the global, which Node's types leave to the DOM's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: KernelExports }
}

/** All of the memory, seen as each kind of number. Dead after the next `reserve`. */
export interface KernelViews {
  readonly u8: Uint8Array<ArrayBuffer>
  readonly i8: Int8Array<ArrayBuffer>
  readonly i16: Int16Array<ArrayBuffer>
  readonly i32: Int32Array<ArrayBuffer>
  readonly u32: Uint32Array<ArrayBuffer>
  readonly f32: Float32Array<ArrayBuffer>
}

export interface Kernel extends Omit<KernelExports, 'memory'> {
  /** Memory of one's own for as long as the kernel lives, zeroed, its address a multiple of 64. */
  reserve(bytes: number): number
  views(): KernelViews
}

const pageBytes = 65_536
const firstFree = 1024

/** Every Node from 16 on has WebAssembly's SIMD, and ours is 24: there is no second path without it. */
const compiled = new WebAssembly.Module(readFileSync(new URL('kernel.wasm', import.meta.url)))

/** A kernel with a memory of its own. */
export function createKernel(): Kernel {
  const { memory, ...functions } = new WebAssembly.Instance(compiled).exports
  let free = firstFree
  let views = viewsOf(memory.buffer)
  return {
    ...functions,
    reserve(bytes) {
      const at = free
      free += Math.ceil(bytes / 64) * 64
      const missing = free - views.u8.length
      if (missing > 0) {
        memory.grow(Math.ceil(missing / pageBytes))
        views = viewsOf(memory.buffer)
      }
      return at
    },
    views: () => views,
  }
}

const viewsOf = (buffer: ArrayBuffer): KernelViews => ({
  u8: new Uint8Array(buffer),
  i8: new Int8Array(buffer),
  i16: new Int16Array(buffer),
  i32: new Int32Array(buffer),
  u32: new Uint32Array(buffer),
  f32: new Float32Array(buffer),
})
