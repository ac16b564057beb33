import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileKernel, kernelBinary } from '../../../../scripts/compile-kernel.ts'
import { reserveBlocks } from '../../../../src-main/search/vectors/code-blocks.ts'
import { createKernel } from '../../../../src-main/search/vectors/kernel.ts'
import { createProbe } from '../../../../src-main/search/vectors/probe.ts'
import { clustered, cosine } from '../../../helpers/vector-store.ts'

test('the kernel that ships is the one its source gives, byte for byte', async () => {
  expect(Buffer.from(await compileKernel()).equals(readFileSync(kernelBinary))).toBe(true)
})

test.each([3, 32, 100, 384, 768, 1024, 4096])('in %i dimensions the rotation keeps lengths and angles', (dimension) => {
  const kernel = createKernel()
  const [one, other] = [createProbe(kernel, dimension), createProbe(kernel, dimension)]
  const [a = new Float32Array(), b = new Float32Array()] = clustered(dimension, { count: 2, dimension, clusters: 1 })

  one.set(a)
  other.set(b)

  const { f32 } = kernel.views()
  const rotated = (at: number) => f32.slice(at / 4, at / 4 + one.padded)
  expect(cosine(rotated(one.rotated), rotated(one.rotated))).toBeCloseTo(1, 4)
  expect(cosine(rotated(one.rotated), rotated(other.rotated))).toBeCloseTo(cosine(a, b), 4)
})

test.each([64, 384, 768, 1536, 4096])(
  'in %i dimensions estimates from one bit a component are right within what theory allows',
  (dimension) => {
    const kernel = createKernel()
    const [probe, row] = [createProbe(kernel, dimension), createProbe(kernel, dimension)]
    const vectors = clustered(dimension, { count: 64, dimension, clusters: 4 })
    const blocks = reserveBlocks(kernel, vectors.length, probe.padded)
    const [middle, out] = [kernel.reserve(probe.padded * 4), kernel.reserve(vectors.length * 4)]
    const blockBytes = 2 * probe.padded + 192
    for (const [n, vector] of vectors.entries()) {
      row.set(vector)
      kernel.encode(blocks + Math.floor(n / 16) * blockBytes, n % 16, row.rotated, middle, probe.padded, n)
    }
    const [query = new Float32Array()] = clustered(1, { count: 1, dimension })

    probe.set(query)
    probe.scan({ blocks, count: 4, base: 0, out })

    const { f32 } = kernel.views()
    const errors = vectors.map((vector, n) => (f32[out / 4 + n] ?? 0) - cosine(vector, query))
    const deviation = 0.755 / Math.sqrt(probe.padded)
    expect(Math.hypot(...errors) / Math.sqrt(errors.length)).toBeLessThan(1.35 * deviation)
  },
)

test('an empty place of a block is never found', () => {
  const kernel = createKernel()
  const probe = createProbe(kernel, 32)
  const [blocks, out] = [reserveBlocks(kernel, 16, 32), kernel.reserve(64)]
  probe.set(clustered(1, { count: 1, dimension: 32 })[0] ?? new Float32Array(32))

  probe.scan({ blocks, count: 1, base: 1, out })

  expect(Math.max(...kernel.views().f32.subarray(out / 4, out / 4 + 16))).toBeLessThan(-1e20)
})
