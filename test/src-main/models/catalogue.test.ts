import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readCatalogue } from '../../../src-main/models/catalogue.ts'
import { modelFolder, modelPath } from '../../../src-main/models/model-files.ts'

const { models } = readCatalogue(fileURLToPath(new URL('../../../resources/models/catalogue.json', import.meta.url)))
const [first] = models
if (!first) throw new Error('The catalogue is empty')
const chat = models.filter(({ role }) => role === 'chat')

/** Weights of a Qwen3 model from its published figures; small ones use the vocabulary's matrix twice. */
function qwen3Parameters(feedForward: number, isTied: boolean, shape: NonNullable<(typeof models)[number]['shape']>): number {
  const { layers, embedding, heads, kv_heads, head_size, vocabulary } = shape
  const attention = 2 * embedding * heads * head_size + 2 * embedding * kv_heads * head_size + 2 * head_size
  const layer = attention + 3 * embedding * feedForward + 2 * embedding
  return layers * layer + (isTied ? 1 : 2) * vocabulary * embedding + embedding
}

test('ids are there once, and each role that can run has one default: the small Qwen3 and the MPNet embedder', () => {
  expect(new Set(models.map(({ id }) => id)).size).toBe(models.length)
  expect(models.filter(({ is_default }) => is_default).map(({ id }) => id)).toEqual(['qwen3-1.7b-q4-k-m', 'all-mpnet-base-v2'])
})

test('every chat model comes in two quantisations, the larger one larger', () => {
  const pairs = Map.groupBy(chat, ({ name }) => name)

  expect(pairs.size).toBe(6)
  for (const [small, large] of pairs.values()) {
    expect([small?.quantisation, large?.quantisation]).toEqual(['Q4_K_M', 'Q8_0'])
    expect(large?.approximate_bytes).toBeGreaterThan((small?.approximate_bytes ?? 0) * 1.5)
  }
})

test.each([
  ['Qwen3 0.6B', 3072, true],
  ['Qwen3 1.7B', 6144, true],
  ['Qwen3 4B', 9728, true],
  ['Qwen3 8B', 12_288, false],
  ['Qwen3 14B', 17_408, false],
  ['Qwen3 32B', 25_600, false],
])('the shape of %s adds up to its parameters, so a wrong layer or head count is found', (name, feedForward, isTied) => {
  const shape = chat.find((model) => model.name === name)?.shape
  if (!shape) throw new Error(`No shape of ${name}`)

  expect(qwen3Parameters(feedForward, isTied, shape)).toBe(shape.parameters)
})

test('the size of a file is plausible for its quantisation: 4.5 to 6.5 bits a weight, or 8.4 to 10', () => {
  for (const { id, quantisation, approximate_bytes, shape } of chat) {
    const bits = (approximate_bytes * 8) / (shape?.parameters ?? 0)
    const [least, most] = quantisation === 'Q8_0' ? [8.4, 10] : [4.5, 6.5]
    expect(bits, id).toBeGreaterThan(least)
    expect(bits, id).toBeLessThan(most)
  }
})

test('embedders say dimension and token limit and bring what the embedder needs; the others have a shape', () => {
  for (const { role, dimension, max_tokens, shape, files } of models) {
    if (role !== 'embedder') expect(shape).not.toBeNull()
    else {
      expect([dimension, max_tokens]).not.toContain(null)
      expect(files.map(({ path }) => path)).toEqual(
        expect.arrayContaining(['config.json', 'tokenizer.json', 'onnx/model_quantized.onnx']),
      )
    }
  }
})

test('every model names its licence and keeps its files in its own folder', () => {
  for (const offer of models) {
    expect(offer.licence).toMatch(/^(Apache-2\.0|MIT)$/)
    expect(modelPath(modelFolder('/data', offer.id), offer)).toMatch(/^[/\\]data[/\\]models[/\\]/)
  }
})

test('an id or a file name that leads out of the folder is refused', () => {
  expect(() => modelFolder('/data', '../..')).toThrow(RangeError)
  expect(() => modelPath('/data/models/x', { ...first, files: [{ path: 'a', save_as: '../../evil.gguf' }] })).toThrow(RangeError)
})
