import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileKernel, kernelBinary } from '../../../../scripts/compile-kernel.ts'
import { blocksFor, partBytes, reserveBlocks, wholeBytes } from '../../../../src-main/search/vectors/code-blocks.ts'
import { createCodeReader } from '../../../../src-main/search/vectors/code-reader.ts'
import { type Coding, createCoding, type Description, shapeOf } from '../../../../src-main/search/vectors/coding.ts'
import { packDirections } from '../../../../src-main/search/vectors/directions.ts'
import { createDraftReader } from '../../../../src-main/search/vectors/draft-reader.ts'
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

/** Vectors in blocks, against a middle of zeros. */
function blocksOf(kernel: Kernel, coding: Coding, vectors: readonly Float32Array[]) {
  const probe = createProbe(kernel, vectors[0]?.length ?? 0, coding.drafts)
  const shape = shapeOf(coding)
  const at = reserveBlocks(kernel, vectors.length, shape)
  const zeros = kernel.reserve(coding.padded * 4)
  const encode = createEncoder(kernel, coding)
  for (const [n, vector] of vectors.entries()) {
    probe.set(vector)
    const block = at + Math.floor(n / 16) * wholeBytes(shape)
    encode({ block, place: n % 16, middle: { turned: zeros, drafted: zeros }, passage: n + 1 }, probe)
  }
  const blocks = Array.from({ length: blocksFor(vectors.length) }, (_, n) => at + n * wholeBytes(shape))
  return { probe, shape, blocks }
}

function estimatesBySigns(kernel: Kernel, vectors: readonly Float32Array[], query: Float32Array): number[] {
  const coding = createCoding(kernel, query.length, undefined)
  const { probe, blocks } = blocksOf(kernel, coding, vectors)
  probe.set(query)
  const reader = createCodeReader(kernel, coding.signs, blocks.length)
  reader.ask(probe.turned.floats)
  for (const block of blocks) reader.add({ blocks: block, count: 1, base: 0 })
  return Array.from({ length: reader.scan(-10) }, (_, n) => {
    const { estimates } = reader.hit(n)
    return [...kernel.views().f32.slice(estimates, estimates + 16)]
  }).flat()
}

/** By heads, and by sketches. */
function estimatesByDrafts(kernel: Kernel, coding: Coding, { vectors, query }: { vectors: Float32Array[]; query: Float32Array }) {
  const { drafts } = coding
  if (drafts === undefined) throw new Error('this coding has no drafts')
  const { probe, shape, blocks } = blocksOf(kernel, coding, vectors)
  const reader = createDraftReader(kernel, { padded: coding.padded, head: drafts.head }, blocks.length)
  probe.set(query)
  reader.ask(probe)
  const [headBytes = 0, passageBytes = 0] = partBytes(shape)
  const pieces = blocks.map((heads) => {
    const passages = heads + headBytes
    return { heads, passages, sketches: passages + passageBytes, count: 1, least: -10 }
  })
  const sifted = Array.from({ length: reader.sift(pieces) }, (_, n) => reader.block(n))
  const heads = sifted.flatMap((block) => Array.from({ length: 16 }, (_, place) => reader.head(block, place)))
  const sketches = Array.from({ length: reader.weigh() }, (_, n) => reader.sketch(n))
  return { heads, sketches }
}

test.each([64, 384, 768, 1536, 4096])(
  'in %i dimensions estimates from one bit a component are right within what theory allows',
  (dimension) => {
    const kernel = createKernel()
    const vectors = clustered(dimension, { count: 64, dimension, clusters: 4 })
    const [query = new Float32Array()] = clustered(1, { count: 1, dimension })

    const estimates = estimatesBySigns(kernel, vectors, query)

    const errors = vectors.map((vector, n) => (estimates[n] ?? 0) - cosine(vector, query))
    const deviation = 0.755 / Math.sqrt(Math.ceil(dimension / 32) * 32)
    expect(Math.hypot(...errors) / Math.sqrt(errors.length)).toBeLessThan(1.35 * deviation)
  },
)

test('of vectors that differ in few directions heads say more than signs, though they are shorter, and sketches as much as signs', () => {
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
    ownMiss: 0,
  })

  const signs = estimatesBySigns(kernel, vectors, query)
  const { heads, sketches } = estimatesByDrafts(kernel, coding, { vectors, query })

  const missed = (told: readonly number[]) => Math.hypot(...told.map((each, n) => each - cosine(vectors[n] ?? query, query)))
  expect(coding.drafts?.head.groups).toBeLessThan(coding.signs.groups)
  expect(missed(heads)).toBeLessThan(missed(signs) / 2)
  expect(sketches.map(({ passage }) => passage)).toEqual(vectors.map((_, n) => n + 1))
  expect(missed(sketches.map(({ estimate }) => estimate))).toBeLessThan(1.05 * missed(signs))
})

test('heads and sketches below what is asked for are not told of', () => {
  const dimension = 128
  const kernel = createKernel()
  const vectors = clustered(6, { count: 200, dimension, clusters: 3 })
  const [query = new Float32Array()] = vectors
  const coding = createCoding(kernel, dimension, allDirections(dimension))
  const { drafts } = coding
  if (drafts === undefined) throw new Error('this coding has no drafts')
  const { probe, shape, blocks } = blocksOf(kernel, coding, vectors)
  const reader = createDraftReader(kernel, { padded: coding.padded, head: drafts.head }, 1)
  const [headBytes = 0, passageBytes = 0] = partBytes(shape)
  probe.set(query)
  reader.ask(probe)

  const found = blocks.flatMap((heads) => {
    const passages = heads + headBytes
    const pieces = [{ heads, passages, sketches: passages + passageBytes, count: 1, least: 0.3 }]
    const sifted = Array.from({ length: reader.sift(pieces) }, (_, n) => reader.block(n))
    reader.setBar(0, 0.5)
    const weighed = Array.from({ length: reader.weigh() }, (_, n) => reader.sketch(n))
    for (const block of sifted)
      for (let place = 0; place < 16; place++) expect(reader.head(block, place) > 0.3).toBe(((block.places >> place) & 1) === 1)
    return weighed
  })

  expect(found.length).toBeGreaterThan(20)
  for (const { passage, estimate } of found) {
    expect(estimate).toBeGreaterThan(0.5)
    expect(Math.abs(cosine(vectors[passage - 1] ?? query, query) - estimate)).toBeLessThan(0.25)
  }
})

/** Every component of a turned vector is a direction. */
function allDirections(dimension: number): Description {
  const axes = Array.from({ length: dimension }, (_, n) =>
    Float32Array.from({ length: dimension }, (_, at) => (at === n ? 1 : 0)),
  )
  return {
    directions: packDirections(axes),
    deviations: new Float32Array(dimension).fill(1 / Math.sqrt(dimension)),
    shares: { fourBits: 0, twoBits: 64, oneBit: 64 },
    slack: 0,
    ownMiss: 0,
  }
}

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
