import { expect, test } from 'vitest'
import { killIndexer } from '../helpers/kill-indexer.ts'

test('the child that tends the index is killed at it, and every passage is still found, none twice', async () => {
  expect((await killIndexer({ kills: 3, seed: 1, rows: 2500 })).kills).toBe(3)
})
