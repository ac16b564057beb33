import { expect, test } from 'vitest'
import { killVectors } from '../helpers/kill-vectors.ts'

test('killed at whatever the index is at, every passage is still found, and none twice', { timeout: 180_000 }, async () => {
  const stages = await killVectors({ kills: 10, seed: 3 })

  expect(new Set(stages).size).toBeGreaterThan(1)
})
