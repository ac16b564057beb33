import { expect, test } from 'vitest'
import { createPieceSize } from '../../../src-main/engine/piece-size.ts'

const limits = { smallest: 32, largest: 512 }

test('a fast machine reads larger pieces, at most twice as large each time, up to the batch', () => {
  const size = createPieceSize(limits)
  const sizes = Array.from({ length: 6 }, () => {
    size.took(size.tokens(), 1)
    return size.tokens()
  })

  expect(sizes).toEqual([64, 128, 256, 512, 512, 512])
})

test('a slow one goes back to what takes sixty milliseconds, never below the smallest', () => {
  const size = createPieceSize(limits)
  size.took(32, 1)
  size.took(64, 1)

  size.took(128, 120)
  expect(size.tokens()).toBe(64)
  size.took(64, 3_000)

  expect(size.tokens()).toBe(32)
})

test('the short end of a prompt does not change the size', () => {
  const size = createPieceSize(limits)
  size.took(32, 1)

  size.took(3, 50)

  expect(size.tokens()).toBe(64)
})
