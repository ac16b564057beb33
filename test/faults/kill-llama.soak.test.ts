import { expect, test } from 'vitest'
import { killLlama } from './kill-llama.ts'

test('a killed model costs an answer its end and nothing else: a hundred kills', async () => {
  const counts = await killLlama(100)

  process.stderr.write(`${JSON.stringify(counts)}\n`)
  expect(counts.kills).toBeGreaterThanOrEqual(100)
  expect(counts.resumed).toBe(counts.interrupted)
})
