import { expect, test } from 'vitest'
import { expectAcknowledged, writeUntilKilled } from '../../helpers/kill-store.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

test('killed at any moment, the store has every acknowledged word and nothing in between', { timeout: 120_000 }, async () => {
  using folder = tempFolder()
  let acknowledged = 0

  for (const [seed, after] of [3, 11, 24, 37, 58, 90].entries()) {
    const lines = await writeUntilKilled(folder.path, { seed, after })
    await expectAcknowledged(folder.path, lines)
    acknowledged += lines.length
  }

  expect(acknowledged).toBeGreaterThan(200)
})
