import type { Kernel, KernelViews } from './kernel.ts'

/**
 * Codes lie in blocks of 16 entries, turned so that one register holds the same byte of all sixteen: `2 * dimension` bytes of bits, then
 * for each entry its factor (f32), its product with the centroid (f32) and its passage (u32). A place nobody took never scores.
 */
export const blockEntries = 16

const nothing = -1e30

/** Vectors are kept in the kernel with zeros up to a multiple of 32. */
export const paddedDimension = (dimension: number): number => Math.ceil(dimension / 32) * 32

export const blockBytes = (padded: number): number => 2 * padded + 12 * blockEntries

export const blocksFor = (entries: number): number => Math.ceil(entries / blockEntries)

const productsAt = (padded: number): number => 2 * padded + 4 * blockEntries
const idsAt = (padded: number): number => 2 * padded + 8 * blockEntries

/** Where the product with the centroid of an entry stands, as an index of `f32`. */
export const productIndex = (block: number, padded: number, place: number): number => (block + productsAt(padded)) / 4 + place

/** Where the passage of an entry stands, as an index of `u32`. */
export const idIndex = (block: number, padded: number, place: number): number => (block + idsAt(padded)) / 4 + place

/** Makes the block hold nothing. */
export function clearBlock({ u8, f32 }: Pick<KernelViews, 'u8' | 'f32'>, block: number, padded: number): void {
  u8.fill(0, block, block + blockBytes(padded))
  const products = (block + productsAt(padded)) / 4
  f32.fill(nothing, products, products + blockEntries)
}

/** Room for the codes of `entries`, all empty. */
export function reserveBlocks(kernel: Kernel, entries: number, padded: number): number {
  const at = kernel.reserve(blocksFor(entries) * blockBytes(padded))
  for (let n = 0; n < blocksFor(entries); n++) clearBlock(kernel.views(), at + n * blockBytes(padded), padded)
  return at
}
