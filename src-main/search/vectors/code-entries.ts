import { blockBytes, blockEntries, clearBlock, idIndex, productIndex } from './code-blocks.ts'
import type { KernelViews } from './kernel.ts'

/** One vector's code within stored blocks. */
export interface Entry {
  readonly passage: number
  readonly codes: Buffer
  readonly block: number
  readonly place: number
}

/** The entries of stored blocks; places nobody took are passed over. */
export function* entriesOf(codes: Buffer, padded: number): Generator<Entry> {
  for (let block = 0; block < codes.length; block += blockBytes(padded)) {
    for (let place = 0; place < blockEntries; place++) {
      if (codes.readFloatLE(productIndex(block, padded, place) * 4) <= empty) continue
      yield { passage: codes.readUInt32LE(idIndex(block, padded, place) * 4), codes, block, place }
    }
  }
}

/** No product of unit vectors is anywhere near. */
const empty = -1e20

export function emptyBlocks(count: number, padded: number): Buffer {
  const blocks = new ArrayBuffer(count * blockBytes(padded))
  const views: Pick<KernelViews, 'u8' | 'f32'> = { u8: new Uint8Array(blocks), f32: new Float32Array(blocks) }
  for (let n = 0; n < count; n++) clearBlock(views, n * blockBytes(padded), padded)
  return Buffer.from(blocks)
}

/** To the n-th place of `to`. */
export function copyEntry({ codes, block, place }: Entry, { to, n, padded }: { to: Buffer; n: number; padded: number }): void {
  const [target, own] = [Math.floor(n / blockEntries) * blockBytes(padded), n % blockEntries]
  for (let at = 0; at < 2 * padded; at += blockEntries) to[target + at + own] = codes[block + at + place] ?? 0
  for (let field = 0; field < 3; field++) {
    const from = block + 2 * padded + (field * blockEntries + place) * 4
    codes.copy(to, target + 2 * padded + (field * blockEntries + own) * 4, from, from + 4)
  }
}
