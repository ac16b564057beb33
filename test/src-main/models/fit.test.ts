import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readCatalogue } from '../../../src-main/models/catalogue.ts'
import { estimateFit } from '../../../src-main/models/fit.ts'
import type { FitQuestion, FitWish } from '../../../src-main/models/fit-question.ts'
import { bestThreads, type Machine } from '../../../src-main/models/machine.ts'
import { memoryNeed } from '../../../src-main/models/memory-need.ts'

const catalogue = readCatalogue(fileURLToPath(new URL('../../../resources/models/catalogue.json', import.meta.url)))
const GB = 1e9

const laptop: Machine = {
  freeMemoryBytes: 12 * GB,
  totalMemoryBytes: 16 * GB,
  freeVramBytes: null,
  isVramShared: false,
  threads: 6,
}
const withCard = (vram: number): Machine => ({ ...laptop, freeVramBytes: vram * GB })
const auto: FitWish = { contextSize: null, gpu: 'auto', gpuLayers: 'auto', threads: null }

function question(id: string, wish: Partial<FitWish> = {}): FitQuestion {
  const model = catalogue.find(id)
  if (!model?.shape) throw new Error(`No shape of ${id}`)
  const { layers, heads, kv_heads: kvHeads, head_size: headSize, vocabulary, context } = model.shape
  const shape = { layers, heads, kvHeads, headSize, vocabulary, context }
  return {
    need: (size) => memoryNeed(model.approximate_bytes, shape, size),
    layers,
    trainContext: context,
    wish: { ...auto, ...wish },
  }
}

test.each([
  [4096, 0.9],
  [32_768, 5.2],
])('beside its weights Qwen3 1.7B takes at %i tokens what was measured: %f GB', (context, measured) => {
  const { kv, buffers } = question('qwen3-1.7b-q4-k-m').need(context)
  const processBytes = 150_000_000

  expect((kv + buffers - processBytes) / GB).toBeCloseTo(measured, 0)
  expect(Math.abs((kv + buffers - processBytes) / GB - measured)).toBeLessThan(0.1)
})

test.each([
  // Two bytes for key and value, per layer, KV head and component: 112 KiB and 144 KiB a token.
  ['qwen3-0.6b-q4-k-m', 114_688],
  ['qwen3-8b-q4-k-m', 147_456],
  ['qwen3-14b-q4-k-m', 163_840],
  ['qwen3-32b-q4-k-m', 262_144],
])('%s keeps %i bytes a token', (id, bytes) => {
  expect(question(id).need(1000).kv).toBe(bytes * 1000)
})

test('without a graphics card a small model runs on the processor, and the sentence has both figures', () => {
  const fit = estimateFit(question('qwen3-1.7b-q4-k-m'), laptop)

  expect(fit).toMatchObject({ verdict: 'fits_cpu', plan: { gpu: 'cpu', gpu_layers: 0, context_size: 8192, threads: 6 } })
  expect(fit.reason).toBe('Fits in memory: 2.8 of 12.0 GB free; it runs on the processor.')
  expect(fit.total_bytes).toBe(fit.weights_bytes + fit.kv_bytes + fit.buffers_bytes)
})

test('what a large card holds goes there whole, with a longer context', () => {
  expect(estimateFit(question('qwen3-8b-q4-k-m'), withCard(24))).toMatchObject({
    verdict: 'fits_gpu',
    plan: { gpu: 'auto', gpu_layers: 'auto', context_size: 16_384 },
  })
})

test('the card’s verdict comes before the longer context', () => {
  expect(estimateFit(question('qwen3-8b-q4-k-m'), withCard(7))).toMatchObject({
    verdict: 'fits_gpu',
    plan: { context_size: 4096 },
  })
})

test('a card too small for all takes a part of the layers', () => {
  const fit = estimateFit(question('qwen3-8b-q4-k-m'), withCard(4))

  expect(fit.verdict).toBe('fits_partly')
  expect(fit.plan.gpu_layers).toBeGreaterThan(10)
  expect(fit.plan.gpu_layers).toBeLessThan(37)
  expect(fit.reason).toContain(`${fit.plan.gpu_layers} of 37 layers fit the graphics card, 4.0 GB free there`)
})

test('memory that a shared graphics card takes is not counted as free twice', () => {
  const shared: Machine = { ...withCard(9), freeMemoryBytes: 9 * GB, isVramShared: true }

  expect(estimateFit(question('qwen3-14b-q4-k-m'), shared).verdict).toBe('does_not_fit')
})

test('a model that leaves next to nothing free is tight, one beyond it does not fit', () => {
  const machine = (free: number): Machine => ({ ...laptop, freeMemoryBytes: free * GB })

  expect(estimateFit(question('qwen3-8b-q4-k-m'), machine(6.6)).verdict).toBe('tight')
  const no = estimateFit(question('qwen3-32b-q8-0'), machine(12))
  expect(no.verdict).toBe('does_not_fit')
  expect(no.reason).toMatch(/^Needs 3\d\.\d GB, and 12\.0 GB are free/)
})

test('a smaller context is chosen before a model is called tight', () => {
  expect(estimateFit(question('qwen3-4b-q4-k-m'), { ...laptop, freeMemoryBytes: 4.6 * GB })).toMatchObject({
    verdict: 'fits_cpu',
    plan: { context_size: 4096 },
  })
})

test('what the person chose is kept, and said when the card cannot hold it', () => {
  const chosen = estimateFit(question('qwen3-8b-q4-k-m', { contextSize: 4096, gpuLayers: 30, threads: 3 }), withCard(4))

  expect(chosen).toMatchObject({ verdict: 'does_not_fit', plan: { gpu_layers: 30, context_size: 4096, threads: 3 } })
  expect(chosen.reason).toMatch(/^The graphics card holds \d+ of the 30 layers chosen/)
  expect(estimateFit(question('qwen3-8b-q4-k-m', { gpu: 'cpu' }), withCard(24)).plan).toMatchObject({ gpu: 'cpu', gpu_layers: 0 })
})

test('a context beyond what the model was trained for is cut to it', () => {
  expect(estimateFit(question('qwen3-0.6b-q4-k-m', { contextSize: 262_144 }), laptop).plan.context_size).toBe(40_960)
})

test('threads: one core stays free, and no core gets two', () => {
  expect([bestThreads(16, 8), bestThreads(4, 4), bestThreads(2, 1), bestThreads(1, 1)]).toEqual([8, 3, 1, 1])
})
