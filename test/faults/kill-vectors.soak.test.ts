import { expect, test } from 'vitest'
import { killVectors } from '../helpers/kill-vectors.ts'

test('two hundred kills while the index writes, builds, takes in and sweeps cost no passage and double none', async () => {
  const stages = await killVectors({ kills: 200, seed: 1000, rows: 9_000 })

  expect(new Set(stages)).toEqual(new Set(['write', 'build', 'take', 'sweep']))
})
