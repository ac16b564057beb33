import { damaged, type GgufCursor } from './gguf-cursor.ts'

export interface GgufTensors {
  readonly parameters: number
  /** Of all tensors, padding not among them. */
  readonly weightBytes: number
  /** Where the last tensor ends, counted from the start of the data; the file has to reach that far. */
  readonly endBytes: number
  readonly names: ReadonlySet<string>
}

const MAX_TENSORS = 100_000
const MAX_NAME_BYTES = 1024
const MAX_DIMENSIONS = 4
const MAX_TYPE = 255
const MIN_TENSOR_BYTES = 24

/** [elements, bytes] of a block per ggml type number. A type that is not here is younger than this table: its size is not checked. */
const blocks: Readonly<Record<number, readonly [number, number]>> = {
  0: [1, 4],
  1: [1, 2],
  2: [32, 18],
  3: [32, 20],
  6: [32, 22],
  7: [32, 24],
  8: [32, 34],
  9: [32, 36],
  10: [256, 84],
  11: [256, 110],
  12: [256, 144],
  13: [256, 176],
  14: [256, 210],
  15: [256, 292],
  16: [256, 66],
  17: [256, 74],
  18: [256, 98],
  19: [256, 50],
  20: [32, 18],
  21: [256, 110],
  22: [256, 82],
  23: [256, 136],
  24: [1, 1],
  25: [1, 2],
  26: [1, 4],
  27: [1, 8],
  28: [1, 8],
  29: [256, 56],
  30: [1, 2],
  34: [256, 54],
  35: [256, 66],
  39: [32, 17],
}

/** The tensor table of a GGUF header. Throws `models.damaged`. */
export function readGgufTensors(
  cursor: GgufCursor,
  count: number,
  { fileBytes, alignment }: { fileBytes: number; alignment: number },
): GgufTensors {
  if (count > MAX_TENSORS || count * MIN_TENSOR_BYTES > fileBytes) throw damaged('absurd_number')
  const names = new Set<string>()
  let parameters = 0
  let weightBytes = 0
  let endBytes = 0
  for (let index = 0; index < count; index += 1) {
    const name = cursor.string(MAX_NAME_BYTES)
    if (name === null || names.has(name)) throw damaged('broken_tensor')
    names.add(name)
    const { elements, bytes } = readExtent(cursor)
    const offset = cursor.u64()
    if (offset % alignment !== 0) throw damaged('broken_tensor')
    parameters += elements
    weightBytes += bytes
    endBytes = Math.max(endBytes, offset + bytes)
  }
  if (!Number.isSafeInteger(parameters) || !Number.isSafeInteger(endBytes)) throw damaged('absurd_number')
  return { parameters, weightBytes, endBytes, names }
}

function readExtent(cursor: GgufCursor): { elements: number; bytes: number } {
  const dimensions = cursor.u32()
  if (dimensions > MAX_DIMENSIONS) throw damaged('broken_tensor')
  const elements = Array.from({ length: dimensions }, () => cursor.u64()).reduce((product, size) => product * size, 1)
  const type = cursor.u32()
  if (!Number.isSafeInteger(elements) || type > MAX_TYPE) throw damaged('broken_tensor')
  const [perBlock, blockBytes] = blocks[type] ?? [1, 0]
  return { elements, bytes: Math.ceil(elements / perBlock) * blockBytes }
}
