import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readCatalogue } from '../../../src-main/models/catalogue.ts'
import { createLanguage } from '../../../src-renderer/language/create-language.ts'
import {
  aboutModel,
  fitWords,
  inOrder,
  memoryWords,
  modelFacts,
  transferWords,
} from '../../../src-renderer/models/model-words.ts'
import type { LoadedModel, ModelEntry } from '../../../src-shared/desktop/models.ts'
import type { FitEstimate } from '../../../src-shared/models/fit.ts'
import type { ModelRow } from '../../../src-shared/rows/model.ts'

const t = createLanguage().getFixedT<'models'>(null, 'models')

const row = (fields: Partial<ModelRow> = {}): ModelRow => ({
  ...{ id: 'small', role: 'chat', name: 'Small', path: '/models/small.gguf', sha256: null, fault: null },
  ...{ size_bytes: 2_000_000_000, received_bytes: 500_000_000, status: 'downloading', created_at: 1, updated_at: 1 },
  ...fields,
})

const entry = (id: string, fields: Partial<ModelEntry> = {}): ModelEntry => ({
  ...{ id, role: 'chat', name: id, summary: null, offer: null, row: null, isDefault: false, canRank: false },
  ...fields,
})

const loaded = (fields: Partial<LoadedModel> = {}): LoadedModel => ({
  ...{ id: 'small', state: 'ready', progress: 1, plan: null, memory_bytes: 2_600_000_000, tokens_per_s: null },
  ...{ context_size: null, gpu: null, fault: null },
  ...fields,
})

const estimateOf = (verdict: FitEstimate['verdict'], gpu_layers: number | 'auto' = 0): FitEstimate => ({
  ...{ weights_bytes: 4e9, kv_bytes: 3e9, buffers_bytes: 7e8, total_bytes: 7.7e9, free_memory_bytes: 8e9 },
  ...{ free_vram_bytes: null, verdict, reason: '' },
  plan: { gpu: 'cpu', gpu_layers, context_size: 16_384, threads: 4 },
})

test.each([
  [{ status: 'waiting' }, 'Waits its turn'],
  [{ status: 'downloading' }, '500 MB of 2.0 GB'],
  [{ status: 'paused' }, 'Paused at 500 MB of 2.0 GB'],
  [{ status: 'paused', size_bytes: 0 }, 'Paused'],
  [{ status: 'failed' }, 'Stopped at 500 MB of 2.0 GB'],
  [{ status: 'verifying' }, 'Checking what was received'],
  [{ status: 'ready' }, ''],
] as const)('a download that is %j reads “%s”', (fields, words) => {
  expect(transferWords(t, row(fields), [])).toBe(words)
})

test('a download that was watched for a while tells its speed and how long it takes still', () => {
  const receipts = [
    { at: 0, bytes: 400_000_000 },
    { at: 10_000, bytes: 500_000_000 },
  ]

  expect(transferWords(t, row(), receipts)).toBe('500 MB of 2.0 GB · 10 MB/s · 3 min left')
})

test.each([
  [null, 'Not loaded'],
  [loaded({ id: 'other' }), 'Not loaded'],
  [loaded({ state: 'loading', progress: 0.416 }), 'Loading, 42 %'],
  [loaded({ state: 'failed' }), 'Could not be loaded'],
  [loaded({ memory_bytes: null }), 'In memory'],
  [loaded(), '2.6 GB'],
])('the model in memory is told as it is', (model, words) => {
  expect(memoryWords(t, model, 'small')).toBe(words)
})

test.each([
  [estimateOf('fits_cpu'), 'chat', '7.7 GB with 16k context'],
  [estimateOf('fits_gpu', 'auto'), 'chat', '7.7 GB with 16k context'],
  [estimateOf('fits_partly', 12), 'chat', '12 layers on the graphics card, the rest slower'],
  [estimateOf('tight'), 'chat', '7.7 GB of 8.0 GB free, close other programs'],
  [estimateOf('does_not_fit'), 'chat', 'Needs 7.7 GB, 8.0 GB are free'],
  [estimateOf('fits_cpu'), 'embedder', '7.7 GB of memory'],
] as const)('a verdict comes with the figures that decided it', (estimate, role, words) => {
  expect(fitWords(t, estimate, role)).toBe(words)
})

test('what is here stands first, the default above it all, then what is coming, then what can be had', () => {
  const entries = [
    entry('offered'),
    entry('coming', { row: row() }),
    entry('here', { row: row({ status: 'ready' }) }),
    entry('in use', { row: row({ status: 'ready' }), isDefault: true }),
  ]

  expect(inOrder(entries).map(({ id }) => id)).toEqual(['in use', 'here', 'coming', 'offered'])
})

test('a fact that is not known is left out', () => {
  expect(modelFacts(t, { offer: null, row: row() })).toBe('2.0 GB')
  expect(modelFacts(t, { offer: null, row: null })).toBe('')
})

test('every model of the catalogue is described in words of the page, and in English as the core does', () => {
  const { models } = readCatalogue(fileURLToPath(new URL('../../../resources/models/catalogue.json', import.meta.url)))

  for (const { id, summary } of models) expect(aboutModel(t, { id, summary: null })).toBe(summary)
  expect(aboutModel(t, { id: 'mine', summary: 'Of my own.' })).toBe('Of my own.')
})
