import { type BlockShape, blockEntries, clearBlock, codeBytes, type DraftShape, fieldBytes, wholeBytes } from './code-blocks.ts'
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
      const passage = passageAt(codes, { shape, block, place })
      if (passage !== undefined) yield { passage, codes, block, place }
    }
  }
}

interface Place {
  readonly shape: BlockShape
  readonly block: number
  readonly place: number
}

function passageAt(codes: Buffer, { shape, block, place }: Place): number | undefined {
  if (shape.kind === 'drafts') return codes.readUInt32LE(passageByte(shape, block, place)) || undefined
  const { product, id } = fieldBytes(block, shape.groups, place)
  return codes.readFloatLE(product) <= empty ? undefined : codes.readUInt32LE(id)
}

const passageByte = ({ groups, tail }: DraftShape, block: number, place: number): number =>
  block + codeBytes(groups + tail) + 4 * place

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
  const { codes } = entry
  const groups = shape.kind === 'drafts' ? shape.groups + shape.tail : shape.groups
  for (let at = 0; at < codeBytes(groups); at += blockEntries) to[block + at + place] = codes[entry.block + at + entry.place] ?? 0
  if (shape.kind === 'signs') {
    const [source, target] = [fieldBytes(entry.block, shape.groups, entry.place), fieldBytes(block, shape.groups, place)]
    for (const field of ['factor', 'product', 'id'] as const) codes.copy(to, target[field], source[field], source[field] + 4)
    return
  }
  const [source, target] = [passageByte(shape, entry.block, entry.place), passageByte(shape, block, place)]
  codes.copy(to, target, source, source + 4)
  const sketch = sketchByte(shape, entry.block, entry.place)
  codes.copy(to, sketchByte(shape, block, place), sketch, sketch + shape.sketch)
}

const sketchByte = (shape: DraftShape, block: number, place: number): number =>
  passageByte(shape, block, blockEntries) + place * shape.sketch
