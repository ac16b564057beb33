import { expect, test } from 'vitest'
import { killCore } from './kill-core.ts'

test('kill -9 of the core while it chats and imports loses nothing that was acknowledged: a hundred kills', async () => {
  const counts = await killCore(100)

  process.stderr.write(`${JSON.stringify(counts)}\n`)
  expect(counts.kills).toBe(100)
  expect(counts.acknowledged).toBeGreaterThan(30)
  expect(counts.stored).toBeGreaterThan(10)
})
