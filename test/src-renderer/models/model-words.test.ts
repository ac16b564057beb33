import { expect, test } from 'vitest'
import { inOrder, memoryWords, modelFacts, transferWords } from '../../../src-renderer/models/model-words.ts'
import type { LoadedModel, ModelEntry } from '../../../src-shared/desktop/models.ts'
import type { ModelRow } from '../../../src-shared/rows/model.ts'

const row = (fields: Partial<ModelRow> = {}): ModelRow => ({
  ...{
    id: 'small',
    role: 'chat',
    name: 'Small',
    path: '/models/small.gguf',
    size_bytes: 2_000_000_000,
    received_bytes: 500_000_000,
  },
  ...{ sha256: null, status: 'downloading', fault: null, created_at: 1, updated_at: 1 },
  ...fields,
})

const entry = (id: string, fields: Partial<ModelEntry> = {}): ModelEntry => ({
  ...{ id, role: 'chat', name: id, summary: null, offer: null, row: null, isDefault: false },
  ...fields,
})

const loaded = (fields: Partial<LoadedModel> = {}): LoadedModel => ({
  ...{ id: 'small', state: 'ready', progress: 1, plan: null, memory_bytes: 2_600_000_000, tokens_per_s: null },
  ...{ context_size: null, gpu: null, fault: null },
  ...fields,
})

test.each([
  [{ status: 'waiting' }, 'Asking for its size'],
  [{ status: 'downloading' }, '500 MB of 2.0 GB'],
  [{ status: 'paused' }, 'Paused at 500 MB of 2.0 GB'],
  [{ status: 'paused', size_bytes: 0 }, 'Paused'],
  [{ status: 'verifying' }, 'Checking what was received'],
  [{ status: 'ready' }, ''],
] as const)('a download that is %j reads “%s”', (fields, words) => {
  expect(transferWords(row(fields))).toBe(words)
})

test.each([
  [null, 'Not loaded'],
  [loaded({ id: 'other' }), 'Not loaded'],
  [loaded({ state: 'loading', progress: 0.416 }), 'Loading, 42 %'],
  [loaded({ state: 'failed' }), 'Could not be loaded'],
  [loaded({ memory_bytes: null }), 'In memory'],
  [loaded(), '2.6 GB in memory'],
])('the model in memory is told as it is', (model, words) => {
  expect(memoryWords(model, 'small')).toBe(words)
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
  expect(modelFacts({ offer: null, row: row() })).toBe('2.0 GB')
  expect(modelFacts({ offer: null, row: null })).toBe('')
})
