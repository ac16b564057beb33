import { expect, test } from 'vitest'
import { killVectors } from '../helpers/kill-vectors.ts'

// Two hundred in four parts, each of which has a store of its own and can be run alone.
test.each([1000, 2000, 3000, 4000])(
  'fifty kills while the index writes, builds, takes in and sweeps cost no passage and double none: seed %i',
  async (seed) => {
    const stages = await killVectors({ kills: 50, seed, rows: 9_000 })

    expect(new Set(stages)).toEqual(new Set(['write', 'build', 'take', 'sweep']))
  },
)
