import { expect, test } from 'vitest'
import { openBackend } from '../../../src-main/engine/llama-backend.ts'
import { loadLlama } from '../../../src-main/engine/llama-load.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { cpuPlan, signal } from './llama-bed.ts'

const { scripted } = await ensureTestModels('scripted')

// Left to the library it is on, and an answer takes up to 2.5 times as long, a prompt in small pieces up to 10 times.
test('on a processor a context evaluates without flash attention, in batches no larger than a piece may be', async () => {
  await using backend = await openBackend('cpu')
  await using loaded = await loadLlama(backend, { path: scripted, plan: cpuPlan, conversations: 1, signal, onProgress() {} })

  const { context } = loaded.slots.take(null, () => 0)

  expect(context.flashAttention).toBe(false)
  expect(context.batchSize).toBe(128)
  expect(loaded.pieceSize.tokens()).toBe(16)
})
