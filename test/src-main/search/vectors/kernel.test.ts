import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileKernel, kernelBinary } from '../../../../scripts/compile-kernel.ts'
import { createCentroids } from '../../../../src-main/search/vectors/centroids.ts'
import { blocksFor, partBytes, reserveBlocks, sum, wholeBytes } from '../../../../src-main/search/vectors/code-blocks.ts'
import { createCodeReader } from '../../../../src-main/search/vectors/code-reader.ts'
import { type Coding, createCoding, type Description, shapeOf } from '../../../../src-main/search/vectors/coding.ts'
import { packDirections } from '../../../../src-main/search/vectors/directions.ts'
import { createDraftReader } from '../../../../src-main/search/vectors/draft-reader.ts'
import { createEncoder } from '../../../../src-main/search/vectors/encode-row.ts'
import { createKernel, type Kernel } from '../../../../src-main/search/vectors/kernel.ts'
import { nothingMore } from '../../../../src-main/search/vectors/list-scanner.ts'
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

const everything = -1e20
const nothingMissed = { slack: 0, tailSlack: 0, error: 0, itself: { byHead: 0, byTail: 0 } }

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

/** A reader of the drafts of vectors in one list, whose middle is zeros, that was asked for a query. */
function readDrafts(kernel: Kernel, coding: Coding, { vectors, query }: { vectors: Float32Array[]; query: Float32Array }) {
  const { drafts } = coding
  if (drafts === undefined) throw new Error('this coding has no drafts')
  const { probe, shape, blocks } = blocksOf(kernel, coding, vectors)
  const centroids = createCentroids(kernel, 1, coding)
  centroids.set(0, new Int8Array(coding.padded), 1)
  const reader = createDraftReader(kernel, { coding, drafts, centroids, most: blocks.length })
  probe.set(query)
  centroids.nearest(probe, 1)
  reader.ask(probe)
  const bytes = partBytes(shape)
  const lists = blocks.map((block) => {
    const parts = bytes.map((_, n) => block + sum(bytes.slice(0, n)))
    return { list: 0, codes: { parts, blocks: 1 }, first: 0, blocks: 1, allowance: nothingMore }
  })
  const rows = (floor: number) => Array.from({ length: reader.look(lists, floor) }, (_, n) => reader.row(n))
  const places = lists.flatMap(({ codes }) => Array.from({ length: 16 }, (_, place) => ({ parts: codes.parts, place })))
  const heads = places.map(({ parts: [at = 0], place }) => reader.head(at, place))
  const tails = places.map(({ parts: [, at = 0], place }) => reader.tail(at, place))
  const sketches = places.map(({ parts, place }) => (parts[3] ?? 0) + place * ((bytes[3] ?? 0) / 16))
  return { probe, drafts, rows, heads, tails, sketches }
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

test('of vectors that differ in few directions heads say more than signs, though they are shorter; tails and sketches add to it', () => {
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
    tailShares: { fourBits: 0, twoBits: few, oneBit: 0 },
    missed: nothingMissed,
  })

  const signs = estimatesBySigns(kernel, vectors, query)
  const { heads, tails, rows } = readDrafts(kernel, coding, { vectors, query })
  const found = rows(everything)

  const missed = (told: readonly number[]) => Math.hypot(...told.map((each, n) => each - cosine(vectors[n] ?? query, query)))
  const byTails = missed(heads.map((head, n) => head + (tails[n] ?? 0)))
  expect(coding.drafts?.head.groups).toBeLessThan(coding.signs.groups)
  expect(missed(heads)).toBeLessThan(missed(signs) / 2)
  expect(byTails).toBeLessThan(missed(heads))
  expect(found.map(({ passage }) => passage)).toEqual(vectors.map((_, n) => n + 1))
  expect(missed(found.map(({ product }) => product))).toBeLessThan(byTails)
})

test('what the kernel makes of a draft is what counting bit by bit makes of it', () => {
  const dimension = 256
  const kernel = createKernel()
  const vectors = clustered(8, { count: 48, dimension, clusters: 3 })
  const [, query = new Float32Array()] = clustered(9, { count: 2, dimension })
  const { probe, drafts, rows, heads, tails, sketches } = readDrafts(kernel, createCoding(kernel, dimension, halfOfDirections), {
    vectors,
    query,
  })
  const found = rows(everything)

  const half = kernel.reserve(dimension * 4)
  const asked = kernel.reserve(dimension * 4)
  const { u8, f32 } = kernel.views()
  const { floats = 0 } = probe.drafted ?? {}
  for (let n = 0; n < drafts.width; n++) f32[half / 4 + n] = (f32[floats / 4 + n] ?? 0) / 2
  drafts.take(half, probe.turned.floats, asked)
  const components = f32.slice(asked / 4, asked / 4 + dimension)
  const step = Math.max(...components.map(Math.abs)) / 15
  for (const [n, { product }] of found.entries()) {
    const sketch = sketches[n] ?? 0
    const signs = components.map((x, at) => {
      const isAbove = ((u8[sketch + Math.floor(at / 128) * 16 + (at % 16)] ?? 0) >> ((at % 128) >> 4)) & 1
      return Math.round(x / step) * step * (isAbove ? 1 : -1)
    })
    const factor = f32[(sketch + dimension / 8) / 4] ?? 0
    expect(product).toBeCloseTo((heads[n] ?? 0) + (tails[n] ?? 0) + factor * sum([...signs]), 4)
  }
  expect(found).toHaveLength(vectors.length)
})

test('rows below what is asked for are not told of, whether their head, their tail or their sketch says so', () => {
  const dimension = 256
  const kernel = createKernel()
  const vectors = clustered(6, { count: 200, dimension, clusters: 3 })
  const [query = new Float32Array()] = vectors
  const missed = { ...nothingMissed, slack: 0.3, tailSlack: 0.25, error: 0.04 }
  const coding = createCoding(kernel, dimension, { ...halfOfDirections, missed })

  const { rows, heads, tails } = readDrafts(kernel, coding, { vectors, query })
  const all = rows(everything)
  const found = rows(0.5)

  const above = all.filter(({ product, reach, passage }) => {
    const [head = 0, tail = 0] = [heads[passage - 1], tails[passage - 1]]
    return head > 0.5 - 0.3 * reach && head + tail > 0.5 - 0.25 * reach && product > 0.5 - 0.1 * reach
  })
  expect(found.length).toBeGreaterThan(20)
  expect(found.length).toBeLessThan(vectors.length)
  expect(found).toEqual(above)
})

/** Half of the components of a turned vector are directions. */
const halfOfDirections: Description = {
  directions: packDirections(
    Array.from({ length: 128 }, (_, n) => Float32Array.from({ length: 256 }, (_, at) => (at === 2 * n ? 1 : 0))),
  ),
  deviations: new Float32Array(128).fill(1 / 16),
  shares: { fourBits: 0, twoBits: 32, oneBit: 64 },
  tailShares: { fourBits: 0, twoBits: 64, oneBit: 0 },
  missed: nothingMissed,
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
