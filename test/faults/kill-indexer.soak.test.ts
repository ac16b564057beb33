import { expect, test } from 'vitest'
import { killIndexer } from '../helpers/kill-indexer.ts'

// Two hundred in four parts, each of which has a store of its own and can be run alone.
test.each([1000, 2000, 3000, 4000])(
  'fifty kills of the child that tends the index, while the core writes, cost no passage and double none: seed %i',
  async (seed) => {
    const counts = await killIndexer({ kills: 50, seed, rows: 9000 })

    process.stderr.write(`${JSON.stringify(counts)}\n`)
    expect(counts.builds).toBeGreaterThan(5)
    expect(Math.min(...Object.values(counts.at))).toBeGreaterThan(0)
  },
)
