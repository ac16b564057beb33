import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseGgufHeader, readGgufHeader } from '../../../src-main/models/gguf-header.ts'
import { modelError } from '../../../src-shared/desktop/models.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { seeded } from '../../helpers/seeded.ts'
import { smallGguf } from '../../helpers/small-gguf.ts'

const whole = smallGguf()
async function open() {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-gguf-'))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

const codeOf = (bytes: Buffer, fileBytes = bytes.length): string => {
  try {
    parseGgufHeader(bytes, fileBytes)
    return 'accepted'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

/** A header by hand: magic, version, tensors, entries, and what follows. */
function header({ magic = 'GGUF', version = 3, tensors = 0n, entries = 0n }, ...rest: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(24)
  head.write(magic)
  head.writeUInt32LE(version, 4)
  head.writeBigUInt64LE(tensors, 8)
  head.writeBigUInt64LE(entries, 16)
  return Buffer.concat([head, ...rest])
}

const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer)
const u64 = (value: bigint): Buffer => Buffer.from(BigUint64Array.of(value).buffer)
const text = (value: string): Buffer => Buffer.concat([u64(BigInt(value.length)), Buffer.from(value)])

test('the figures of a whole file are read', async () => {
  await using world = await open()
  const { folder } = world
  const path = join(folder, 'small.gguf')
  await writeFile(path, whole)

  expect(await readGgufHeader(path)).toEqual({
    architecture: 'qwen3',
    name: 'Small',
    licence: 'mit',
    parameters: 6464,
    weightBytes: 6400 * 2 + 64 * 4,
    layers: 2,
    embedding: 64,
    heads: 4,
    kvHeads: 2,
    headSize: 32,
    vocabulary: 100,
    context: 2048,
    pooling: null,
  })
})

test('a header longer than the first read is read on, to the same figures', async () => {
  await using world = await open()
  const { folder } = world
  const path = join(folder, 'long.gguf')
  const tokens = Array.from({ length: 200_000 }, (_, index) => `token${index}`)
  await writeFile(path, smallGguf({ more: { 'tokenizer.ggml.tokens': { type: 'strings', value: tokens } } }))

  expect(await readGgufHeader(path)).toMatchObject({ layers: 2, vocabulary: 200_000 })
})

test('heads that are given per layer count with their most', () => {
  const bytes = smallGguf({ more: { 'qwen3.attention.head_count_kv': { type: 'i32s', value: [1, 8] } } })

  expect(parseGgufHeader(bytes, bytes.length)?.kvHeads).toBe(8)
})

test('weights that end earlier than the header says are told as damaged, with both sizes', async () => {
  await using world = await open()
  const { folder } = world
  const path = join(folder, 'truncated.gguf')
  await writeFile(path, whole)
  await truncate(path, whole.length - 100)

  await expect(readGgufHeader(path)).rejects.toMatchObject({
    code: modelError.damaged,
    data: { why: 'ends_early', fileBytes: whole.length - 100 },
  })
})

test('every shorter piece of a file is refused as damaged or as no model', () => {
  const codes = Array.from({ length: 200 }, (_, index) => codeOf(whole.subarray(0, Math.floor((whole.length * index) / 200))))

  expect(new Set(codes)).toEqual(new Set([modelError.notAModel, modelError.damaged]))
})

describe('hostile headers', () => {
  const huge = 2n ** 63n
  const entry = (type: number, ...value: Buffer[]): Buffer => Buffer.concat([text('general.architecture'), u32(type), ...value])
  const nested = (depth: number): Buffer => Buffer.concat(Array.from({ length: depth }, () => Buffer.concat([u32(9), u64(1n)])))

  test.each<[string, Buffer, string]>([
    ['an empty file', Buffer.alloc(0), modelError.notAModel],
    ['a picture', Buffer.concat([Buffer.from('\x89PNG\r\n'), Buffer.alloc(100)]), modelError.notAModel],
    ['the other byte order', header({ magic: 'FUGG' }), modelError.notAModel],
    ['version 1', header({ version: 1 }), modelError.notAModel],
    ['a later version', header({ version: 4 }), modelError.notAModel],
    ['no architecture', header({}), modelError.notAModel],
    ['more tensors than bytes', header({ tensors: huge }), modelError.damaged],
    ['more entries than bytes', header({ entries: huge }), modelError.damaged],
    ['as many entries as could be numbered', header({ entries: 65_536n }, Buffer.alloc(900_000)), modelError.notAModel],
    ['a key of 2^63 letters', header({ entries: 1n }, u64(huge), Buffer.alloc(40)), modelError.damaged],
    ['a text of 2^63 letters', header({ entries: 1n }, entry(8, u64(huge))), modelError.damaged],
    ['a list of 2^63 numbers', header({ entries: 1n }, entry(9, u32(0), u64(huge))), modelError.damaged],
    ['a list of 2^40 texts', header({ entries: 1n }, entry(9, u32(8), u64(2n ** 40n))), modelError.damaged],
    ['lists in lists in lists', header({ entries: 1n }, entry(9, nested(50))), modelError.damaged],
    ['an unknown kind of value', header({ entries: 1n }, entry(99, u64(0n))), modelError.damaged],
    ['an alignment of 0', header({ entries: 1n }, text('general.alignment'), u32(4), u32(0)), modelError.damaged],
    ['a tensor with 2^62 elements', smallTensor(2n ** 62n, 0n), modelError.damaged],
    ['a tensor that begins behind the file', smallTensor(32n, 2n ** 40n), modelError.damaged],
    ['a part of a split model', smallGguf({ more: { 'split.count': { type: 'u32', value: 3 } } }), modelError.notAModel],
  ])('%s', (_, bytes, code) => {
    expect(codeOf(bytes)).toBe(code)
  })

  function smallTensor(elements: bigint, offset: bigint): Buffer {
    const architecture = Buffer.concat([text('general.architecture'), u32(8), text('qwen3')])
    return header(
      { tensors: 1n, entries: 1n },
      architecture,
      text('t'),
      u32(1),
      u64(elements),
      u32(0),
      u64(offset),
      Buffer.alloc(256),
    )
  }
})

test('two thousand seeded mutations are read or refused in words, each at once', () => {
  const random = seeded(42)
  const below = (limit: number): number => Math.floor(random() * limit)
  const edges = [0x00, 0x01, 0x7f, 0x80, 0xff]
  const headerLength = whole.length - 6400 * 2 - 64 * 4
  const outcomes = new Map<string, number>()

  const begun = performance.now()
  for (let round = 0; round < 2000; round += 1) {
    const bytes = Buffer.from(whole)
    for (let change = below(6); change >= 0; change -= 1) {
      const at = below(headerLength)
      if (random() < 0.5) bytes[at] = edges[below(edges.length)] ?? 0
      else bytes.fill(edges[below(edges.length)] ?? 0, at, at + 8)
    }
    const code = codeOf(random() < 0.2 ? bytes.subarray(0, below(bytes.length)) : bytes)
    outcomes.set(code, (outcomes.get(code) ?? 0) + 1)
  }

  expect([...outcomes.keys()].sort()).toEqual(['accepted', modelError.damaged, modelError.notAModel])
  expect((performance.now() - begun) / 2000).toBeLessThan(5)
})
