import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileKernel, kernelBinary } from '../../../../scripts/compile-kernel.ts'
import { blockBytes, blocksFor, reserveBlocks, wholeBytes } from '../../../../src-main/search/vectors/code-blocks.ts'
import { createCodeReader } from '../../../../src-main/search/vectors/code-reader.ts'
import { type Coding, createCoding, shapeOf } from '../../../../src-main/search/vectors/coding.ts'
import { packDirections } from '../../../../src-main/search/vectors/directions.ts'
import { createEncoder } from '../../../../src-main/search/vectors/encode-row.ts'
import { createKernel, type Kernel } from '../../../../src-main/search/vectors/kernel.ts'
import { createProbe } from '../../../../src-main/search/vectors/probe.ts'
import { clustered, cosine, normalised } from '../../../helpers/vector-store.ts'

test('the kernel that ships is the one its source gives, byte for byte', async () => {
  expect(Buffer.from(await compileKernel()).equals(readFileSync(kernelBinary))).toBe(true)
})

test.each([3, 32, 100, 384, 768, 1024, 4096])('in %i dimensions the rotation keeps lengths and angles', (dimension) => {
  const kernel = createKernel()
  const [one, other] = [createProbe(kernel, dimension, undefined), createProbe(kernel, dimension, undefined)]
  const [a = new Float32Array(), b = new Float32Array()] = clustered(dimension, { count: 2, dimension, clusters: 1 })

  one.set(a)
  other.set(b)

  const { f32 } = kernel.views()
  const turned = ({ floats, width }: { floats: number; width: number }) => f32.slice(floats / 4, floats / 4 + width)
  expect(cosine(turned(one.turned), turned(one.turned))).toBeCloseTo(1, 4)
  expect(cosine(turned(one.turned), turned(other.turned))).toBeCloseTo(cosine(a, b), 4)
})

/** Vectors in blocks, against a middle of zeros; a query is estimated against the codes of one part of them. */
function blocksOf(kernel: Kernel, coding: Coding, vectors: readonly Float32Array[]) {
  const dimension = vectors[0]?.length ?? 0
  const probe = createProbe(kernel, dimension, coding.drafts)
  const shape = shapeOf(coding)
  const blocks = reserveBlocks(kernel, vectors.length, shape)
  const zeros = kernel.reserve(coding.padded * 4)
  const encode = createEncoder(kernel, coding)
  for (const [n, vector] of vectors.entries()) {
    probe.set(vector)
    const block = blocks + Math.floor(n / 16) * wholeBytes(shape)
    encode({ block, place: n % 16, middle: { turned: zeros, drafted: zeros }, passage: n + 1 }, probe)
  }
  return (query: Float32Array, part: 'signs' | 'drafts') => {
    probe.set(query)
    const reader = createCodeReader(kernel, (part === 'drafts' && coding.drafts?.book) || coding.signs, blocksFor(vectors.length))
    reader.ask((part === 'drafts' && probe.drafted?.floats) || probe.turned.floats)
    const behind = part === 'drafts' ? blockBytes(shape.signs) : 0
    for (let n = 0; n < blocksFor(vectors.length); n++)
      reader.add({ blocks: blocks + n * wholeBytes(shape) + behind, count: 1, base: 0 })
    return Array.from({ length: reader.scan(-10) }, (_, n) => {
      const { estimates } = reader.hit(n)
      return [...kernel.views().f32.slice(estimates, estimates + 16)]
    }).flat()
  }
}

test.each([64, 384, 768, 1536, 4096])(
  'in %i dimensions estimates from one bit a component are right within what theory allows',
  (dimension) => {
    const kernel = createKernel()
    const vectors = clustered(dimension, { count: 64, dimension, clusters: 4 })
    const [query = new Float32Array()] = clustered(1, { count: 1, dimension })

    const estimates = blocksOf(kernel, createCoding(kernel, dimension, undefined), vectors)(query, 'signs')

    const errors = vectors.map((vector, n) => (estimates[n] ?? 0) - cosine(vector, query))
    const deviation = 0.755 / Math.sqrt(Math.ceil(dimension / 32) * 32)
    expect(Math.hypot(...errors) / Math.sqrt(errors.length)).toBeLessThan(1.35 * deviation)
  },
)

test('drafts say more than signs of vectors that differ in few directions, though they are shorter', () => {
  const [dimension, few] = [256, 32]
  const kernel = createKernel()
  const probe = createProbe(kernel, dimension, undefined)
  const axis = (n: number): Float32Array => {
    probe.set(Float32Array.from({ length: dimension }, (_, at) => (at === n ? 1 : 0)))
    const { floats, width } = probe.turned
    return kernel.views().f32.slice(floats / 4, floats / 4 + width)
  }
  const vectors = clustered(4, { count: 64, dimension: few }).map((vector) =>
    normalised(Float32Array.from({ length: dimension }, (_, n) => vector[n] ?? 0)),
  )
  const [query = new Float32Array()] = vectors
  const coding = createCoding(kernel, dimension, {
    directions: packDirections(Array.from({ length: few }, (_, n) => axis(n))),
    deviations: new Float32Array(few).fill(1 / Math.sqrt(few)),
    shares: { fourBits: few, twoBits: 0, oneBit: 0 },
    slack: 0,
  })

  const estimate = blocksOf(kernel, coding, vectors)

  const missed = (part: 'signs' | 'drafts') =>
    Math.hypot(...estimate(query, part).map((told, n) => told - cosine(vectors[n] ?? query, query)))
  expect(coding.drafts?.book.groups).toBeLessThan(coding.signs.groups)
  expect(missed('drafts')).toBeLessThan(missed('signs') / 2)
})

test('an empty place of a block is never found', () => {
  const kernel = createKernel()
  const coding = createCoding(kernel, 32, undefined)
  const reader = createCodeReader(kernel, coding.signs, 1)
  const probe = createProbe(kernel, 32, undefined)
  probe.set(clustered(1, { count: 1, dimension: 32 })[0] ?? new Float32Array(32))
  reader.ask(probe.turned.floats)

  reader.add({ blocks: reserveBlocks(kernel, 16, shapeOf(coding)), count: 1, base: 1 })
  expect(reader.scan(-1e20)).toBe(0)
})
