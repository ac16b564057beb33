import { expect, test } from 'vitest'
import { killLlama } from './kill-llama.ts'

test('a killed model costs an answer its end and nothing else: four kills', async () => {
  const { kills } = await killLlama(4)

  expect(kills).toBeGreaterThanOrEqual(4)
})
