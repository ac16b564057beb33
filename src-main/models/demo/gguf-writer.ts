import { encodedBytes, encodeNumbers, type TensorEncoding, tensorEncodings } from './tensor-encoding.ts'

export type GgufValue =
  | { readonly type: 'u32' | 'f32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'i32s'; readonly value: readonly number[] }

/** In the order in which they are written. */
export type GgufMetadata = Readonly<Record<string, GgufValue>>

/** `dimensions` fastest first, as GGUF has it: a matrix of r rows and c columns is [c, r]. */
export interface GgufTensor {
  readonly name: string
  readonly dimensions: readonly number[]
  readonly encoding: TensorEncoding
  /** The encoded bytes, in pieces of any size; called once. */
  readonly bytes: () => Iterable<Uint8Array>
}

export interface GgufFile {
  readonly metadata: GgufMetadata
  readonly tensors: readonly GgufTensor[]
}

export function tensorOf(
  name: string,
  dimensions: readonly number[],
  { numbers, encoding }: { numbers: Float32Array; encoding: TensorEncoding },
): GgufTensor {
  return { name, dimensions, encoding, bytes: () => [encodeNumbers(encoding, numbers)] }
}

/** The file piece by piece: GGUF version 3, little endian. Throws when a tensor has not the length its dimensions say. */
export function* ggufBytes({ metadata, tensors }: GgufFile): Generator<Uint8Array> {
  const header = Buffer.concat([
    Buffer.from('GGUF'),
    u32(VERSION),
    u64(tensors.length),
    u64(Object.keys(metadata).length),
    ...Object.entries(metadata).flatMap(([key, value]) => [string(key), metadataValue(value)]),
    ...tensorTable(tensors),
  ])
  yield header
  yield padding(header.length)
  for (const tensor of tensors) {
    yield* checkedBytes(tensor)
    yield padding(tensorBytes(tensor))
  }
}

const VERSION = 3
const ALIGNMENT = 32
const valueTypes = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const

function tensorTable(tensors: readonly GgufTensor[]): Buffer[] {
  let offset = 0
  return tensors.map((tensor) => {
    const { name, dimensions, encoding } = tensor
    const entry = [string(name), u32(dimensions.length), ...dimensions.map(u64), u32(tensorEncodings[encoding].id), u64(offset)]
    offset += tensorBytes(tensor) + padding(tensorBytes(tensor)).length
    return Buffer.concat(entry)
  })
}

function* checkedBytes(tensor: GgufTensor): Generator<Uint8Array> {
  let length = 0
  for (const piece of tensor.bytes()) {
    length += piece.length
    yield piece
  }
  if (length !== tensorBytes(tensor)) throw new RangeError(`${tensor.name} has ${length} bytes instead of ${tensorBytes(tensor)}`)
}

const tensorBytes = ({ dimensions, encoding }: GgufTensor): number =>
  encodedBytes(
    encoding,
    dimensions.reduce((product, size) => product * size, 1),
  )

const padding = (length: number): Buffer => Buffer.alloc((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT)

function metadataValue(item: GgufValue): Buffer {
  switch (item.type) {
    case 'u32':
      return Buffer.concat([u32(valueTypes.u32), u32(item.value)])
    case 'f32':
      return Buffer.concat([u32(valueTypes.f32), f32(item.value)])
    case 'bool':
      return Buffer.concat([u32(valueTypes.bool), Buffer.from([item.value ? 1 : 0])])
    case 'string':
      return Buffer.concat([u32(valueTypes.string), string(item.value)])
    case 'strings':
      return array(valueTypes.string, item.value.map(string))
    case 'i32s':
      return array(valueTypes.i32, item.value.map(i32))
  }
}

const array = (type: number, items: readonly Buffer[]): Buffer =>
  Buffer.concat([u32(valueTypes.array), u32(type), u64(items.length), ...items])

function string(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  return Buffer.concat([u64(bytes.length), bytes])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}
