import { paddedDimension } from './code-blocks.ts'
import type { Kernel } from './kernel.ts'

/** What the bits of a code say, in the kernel's memory. */
export interface CodeBook {
  readonly address: number
  /** Components of the vectors that are coded. */
  readonly width: number
  /** Groups of four bits. */
  readonly groups: number
}

/** Directions by the bits each is given: together they make whole groups. */
export interface BitShares {
  readonly fourBits: number
  readonly twoBits: number
  readonly oneBit: number
}

export const groupsOf = ({ fourBits, twoBits, oneBit }: BitShares): number => fourBits + twoBits / 2 + oneBit / 4

/** The numbers that stand for a normal deviate with the least square error, and what is left of its square (Max 1960). */
const fourBitLevels = [0.1284, 0.3881, 0.6568, 0.9424, 1.2562, 1.6181, 2.069, 2.7326]
const levels = {
  1: [-0.7979, 0.7979],
  2: [-1.5104, -0.4528, 0.4528, 1.5104],
  4: [...fourBitLevels.toReversed().map((level) => -level), ...fourBitLevels],
} as const
export const remainder = { 0: 1, 1: 0.3634, 2: 0.1175, 4: 0.0095 } as const

/** Where the kernel leaves what a book's codes did not tell of the vector that was coded last. */
export const leftBehind = ({ address, groups }: CodeBook): number => address + groups * groupBytes

const slots = 4
const codes = 16
const groupBytes = slots * 4 + slots * codes * 4

interface Group {
  readonly components: readonly number[]
  /** Bits of each. */
  readonly bits: 1 | 2 | 4
}

/** Groups of codes that are signs of all components. */
export const signGroups = (dimension: number): number => paddedDimension(dimension) / slots

/** One bit for each component, which all deviate alike. */
export function signBook(kernel: Kernel, dimension: number): CodeBook {
  const width = paddedDimension(dimension)
  const components = Array.from({ length: width }, (_, n) => n)
  const groups = cut(components, [0, width], 1)
  const address = layOut(kernel, groups, { width, deviation: () => 1 })
  return { address, width, groups: groups.length }
}

export interface Spread {
  /** How far vectors usually are from the middle of their list, in each direction. */
  readonly deviations: Float32Array<ArrayBuffer>
  readonly shares: BitShares
}

/** More bits for the directions in which vectors deviate more. */
export function headBook(kernel: Kernel, { deviations, shares }: Spread): CodeBook {
  const width = paddedDimension(deviations.length)
  const order = byDeviation(deviations)
  const [four, two] = [shares.fourBits, shares.fourBits + shares.twoBits]
  const groups = [...cut(order, [0, four], 4), ...cut(order, [four, two], 2), ...cut(order, [two, two + shares.oneBit], 1)]
  const address = layOut(kernel, groups, { width, deviation: (component) => deviations[component] ?? 0 })
  return { address, width, groups: groups.length }
}

/** How far vectors deviate from what these bits say of them. */
export function leftOf({ deviations, shares }: Spread): Float32Array<ArrayBuffer> {
  const [four, two] = [shares.fourBits, shares.fourBits + shares.twoBits]
  const left = deviations.slice()
  for (const [n, at] of byDeviation(deviations).entries()) {
    const bits = n < four ? 4 : n < two ? 2 : n < two + shares.oneBit ? 1 : 0
    left[at] = (deviations[at] ?? 0) * Math.sqrt(remainder[bits])
  }
  return left
}

export const byDeviation = (deviations: Float32Array): number[] =>
  [...deviations.keys()].sort((a, b) => (deviations[b] ?? 0) - (deviations[a] ?? 0) || a - b)

function cut(order: readonly number[], [from, to]: readonly [number, number], bits: 1 | 2 | 4): Group[] {
  const each = slots / bits
  return Array.from({ length: (to - from) / each }, (_, n) => ({
    components: order.slice(from + n * each, from + (n + 1) * each),
    bits,
  }))
}

interface Laying {
  readonly width: number
  readonly deviation: (component: number) => number
}

/** As kernel.as has it, with room for a vector behind. */
function layOut(kernel: Kernel, groups: readonly Group[], { width, deviation }: Laying): number {
  const address = kernel.reserve(groups.length * groupBytes + width * 4)
  const { i32, f32 } = kernel.views()
  for (const [n, { components, bits }] of groups.entries()) {
    const at = (address + n * groupBytes) / 4
    for (const [slot, component] of components.entries()) {
      i32[at + slot] = component * 4
      const first = at + slots + slot * codes
      for (let code = 0; code < codes; code++)
        f32[first + code] = deviation(component) * (levels[bits][(code >> (slot * bits)) & (2 ** bits - 1)] ?? 0)
    }
  }
  return address
}
