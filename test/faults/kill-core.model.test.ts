import { expect, test } from 'vitest'
import { killCore } from './kill-core.ts'

test('kill -9 of the core while it chats and imports loses nothing that was acknowledged: four kills', async () => {
  const counts = await killCore(4)

  expect(counts.kills).toBe(4)
})
