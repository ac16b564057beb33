import { expect, test } from 'vitest'
import { killIndexer } from '../helpers/kill-indexer.ts'

test('two hundred kills of the child that tends the index, while the core writes, cost no passage and double none', async () => {
  const counts = await killIndexer({ kills: 200, seed: 1000 })

  process.stderr.write(`${JSON.stringify(counts)}\n`)
  expect(counts.builds).toBeGreaterThan(20)
  expect(Math.min(...Object.values(counts.at))).toBeGreaterThan(10)
})
