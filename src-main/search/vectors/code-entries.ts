import { type BlockShape, blockBytes, blockEntries, clearBlock, fieldBytes, wholeBytes } from './code-blocks.ts'
import type { KernelViews } from './kernel.ts'

/** One vector's code within stored blocks. */
export interface Entry {
  readonly passage: number
  readonly codes: Buffer
  readonly block: number
  readonly place: number
}

/** The entries of stored blocks; places nobody took are passed over. */
export function* entriesOf(codes: Buffer, shape: BlockShape): Generator<Entry> {
  for (let block = 0; block < codes.length; block += wholeBytes(shape)) {
    for (let place = 0; place < blockEntries; place++) {
      const { product, id } = fieldBytes(block, shape.signs, place)
      if (codes.readFloatLE(product) <= empty) continue
      yield { passage: codes.readUInt32LE(id), codes, block, place }
    }
  }
}

/** No product of unit vectors is anywhere near. */
const empty = -1e20

export function emptyBlocks(count: number, shape: BlockShape): Buffer {
  const blocks = new ArrayBuffer(count * wholeBytes(shape))
  const views: Pick<KernelViews, 'u8' | 'f32'> = { u8: new Uint8Array(blocks), f32: new Float32Array(blocks) }
  for (let n = 0; n < count; n++) clearBlock(views, n * wholeBytes(shape), shape)
  return Buffer.from(blocks)
}

/** To the n-th place of `to`. */
export function copyEntry(entry: Entry, { to, n, shape }: { to: Buffer; n: number; shape: BlockShape }): void {
  const [block, place] = [Math.floor(n / blockEntries) * wholeBytes(shape), n % blockEntries]
  copyPart(entry, { to, block, place, groups: shape.signs })
  const behind = blockBytes(shape.signs)
  if (shape.drafts > 0)
    copyPart({ ...entry, block: entry.block + behind }, { to, block: block + behind, place, groups: shape.drafts })
}

interface PartCopy {
  readonly to: Buffer
  readonly block: number
  readonly place: number
  readonly groups: number
}

function copyPart(from: Entry, { to, block, place, groups }: PartCopy): void {
  for (let at = 0; at < 8 * groups; at += blockEntries) to[block + at + place] = from.codes[from.block + at + from.place] ?? 0
  const [source, target] = [fieldBytes(from.block, groups, from.place), fieldBytes(block, groups, place)]
  for (const field of ['factor', 'product', 'id'] as const) from.codes.copy(to, target[field], source[field], source[field] + 4)
}
