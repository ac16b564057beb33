import type { Kernel, KernelViews } from './kernel.ts'

/**
 * Codes are groups of four bits and lie in blocks of 16 entries, turned so that one register holds the same two groups of all sixteen: `8 * groups`
 * bytes. Signs have for each entry its factor (f32), its product with the centroid (f32) and its passage (u32) behind them; a place nobody took never
 * scores. Drafts have heads, tails, passages (u32; 0 is a place nobody took) and sketches of all sixteen one behind the other: a sketch is signs, too, but
 * those of one row lie together, to be looked at alone.
 */
export const blockEntries = 16

const nothing = -1e30

/** Vectors are kept in the kernel with zeros up to a multiple of 32. */
export const paddedDimension = (dimension: number): number => Math.ceil(dimension / 32) * 32

export const codeBytes = (groups: number): number => (blockEntries * groups) / 2

export const blockBytes = (groups: number): number => codeBytes(groups) + 12 * blockEntries

export const blocksFor = (entries: number): number => Math.ceil(entries / blockEntries)

/** Where the numbers of an entry stand behind the signs of its block. */
export const fieldBytes = (block: number, groups: number, place: number): { factor: number; product: number; id: number } => {
  const factor = block + codeBytes(groups) + 4 * place
  return { factor, product: factor + 4 * blockEntries, id: factor + 8 * blockEntries }
}

/** Where the passage of an entry of signs stands, as an index of `u32`. */
export const idIndex = (block: number, groups: number, place: number): number =>
  (block + codeBytes(groups) + 8 * blockEntries) / 4 + place

export type BlockShape = SignShape | DraftShape

export interface SignShape {
  readonly kind: 'signs'
  readonly groups: number
  /** Bytes behind the signs that versions before this one wrote. */
  readonly unread: number
}

export interface DraftShape {
  readonly kind: 'drafts'
  /** Of heads. */
  readonly groups: number
  /** Of tails: none in drafts of the version before. */
  readonly tail: number
  /** Bytes of a sketch. */
  readonly sketch: number
}

/** Room for the bits of a sketch, in bytes. */
export const sketchBits = (padded: number): number => Math.ceil(padded / 128) * 16
/** With a number behind them; two where a version before this one wrote them. */
export const sketchBytes = (padded: number, tail: number): number => sketchBits(padded) + (tail === 0 ? 8 : 4)

/** Bytes of the parts of a stored block, in their order: signs; or heads, tails, passages and sketches. */
export const partBytes = (shape: BlockShape): number[] =>
  shape.kind === 'signs'
    ? [blockBytes(shape.groups), shape.unread]
    : [codeBytes(shape.groups), codeBytes(shape.tail), 4 * blockEntries, blockEntries * shape.sketch]

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

export const wholeBytes = (shape: BlockShape): number => sum(partBytes(shape))

/** Makes the block hold nothing. */
export function clearBlock({ u8, f32 }: Pick<KernelViews, 'u8' | 'f32'>, block: number, shape: BlockShape): void {
  u8.fill(0, block, block + wholeBytes(shape))
  if (shape.kind === 'drafts') return
  const products = (block + codeBytes(shape.groups)) / 4 + blockEntries
  f32.fill(nothing, products, products + blockEntries)
}

/** Room for the codes of `entries`, all empty. */
export function reserveBlocks(kernel: Kernel, entries: number, shape: BlockShape): number {
  const at = kernel.reserve(blocksFor(entries) * wholeBytes(shape))
  for (let n = 0; n < blocksFor(entries); n++) clearBlock(kernel.views(), at + n * wholeBytes(shape), shape)
  return at
}
