import type { Kernel, KernelViews } from './kernel.ts'

/**
 * Codes are groups of four bits and lie in blocks of 16 entries, turned so that one register holds the same two groups of all sixteen: `8 * groups`
 * bytes of codes, then for each entry its factor (f32), its product with the centroid (f32) and its passage (u32). A place nobody took never scores.
 */
export const blockEntries = 16

const nothing = -1e30

/** Vectors are kept in the kernel with zeros up to a multiple of 32. */
export const paddedDimension = (dimension: number): number => Math.ceil(dimension / 32) * 32

const codeBytes = (groups: number): number => (blockEntries * groups) / 2

export const blockBytes = (groups: number): number => codeBytes(groups) + 12 * blockEntries

export const blocksFor = (entries: number): number => Math.ceil(entries / blockEntries)

/** Where the numbers of an entry stand behind the codes of its block. */
export const fieldBytes = (block: number, groups: number, place: number): { factor: number; product: number; id: number } => {
  const factor = block + codeBytes(groups) + 4 * place
  return { factor, product: factor + 4 * blockEntries, id: factor + 8 * blockEntries }
}

/** Where the passage of an entry stands, as an index of `u32`. */
export const idIndex = (block: number, groups: number, place: number): number =>
  (block + codeBytes(groups) + 8 * blockEntries) / 4 + place

/** Groups of the two parts of a stored block: sixteen entries' signs, and behind them, where there are any, their drafts. */
export interface BlockShape {
  readonly signs: number
  readonly drafts: number
}

const draftBytes = (drafts: number): number => (drafts === 0 ? 0 : blockBytes(drafts))

export const wholeBytes = ({ signs, drafts }: BlockShape): number => blockBytes(signs) + draftBytes(drafts)

/** Makes the block hold nothing. */
export function clearBlock({ u8, f32 }: Pick<KernelViews, 'u8' | 'f32'>, block: number, { signs, drafts }: BlockShape): void {
  const parts =
    drafts === 0
      ? ([[block, signs]] as const)
      : ([
          [block, signs],
          [block + blockBytes(signs), drafts],
        ] as const)
  for (const [part, groups] of parts) {
    u8.fill(0, part, part + blockBytes(groups))
    const products = (part + codeBytes(groups)) / 4 + blockEntries
    f32.fill(nothing, products, products + blockEntries)
  }
}

/** Room for the codes of `entries`, all empty. */
export function reserveBlocks(kernel: Kernel, entries: number, shape: BlockShape): number {
  const at = kernel.reserve(blocksFor(entries) * wholeBytes(shape))
  for (let n = 0; n < blocksFor(entries); n++) clearBlock(kernel.views(), at + n * wholeBytes(shape), shape)
  return at
}
