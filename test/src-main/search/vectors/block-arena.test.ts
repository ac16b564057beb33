import { expect, test } from 'vitest'
import { createArena } from '../../../../src-main/search/vectors/block-arena.ts'
import { createKernel } from '../../../../src-main/search/vectors/kernel.ts'
import { seeded } from '../../../helpers/seeded.ts'

const mebibyte = 1024 * 1024

test('pieces that are held never overlap, whatever came back in between', () => {
  const arena = createArena(createKernel(), 4 * mebibyte)
  const random = seeded(3)
  const held: { at: number; bytes: number }[] = []
  for (let n = 0; n < 3000; n++) {
    const bytes = 64 * (1 + Math.floor(random() * 400))
    const at = arena.take(bytes)
    if (at === undefined || held.length > 150) {
      const [gone] = held.splice(Math.floor(random() * held.length), 1)
      if (gone) arena.giveBack(gone.at, gone.bytes)
    }
    if (at === undefined) continue
    expect(held.filter((other) => at < other.at + other.bytes && other.at < at + bytes)).toEqual([])
    held.push({ at, bytes })
  }
})

test('what came back in small pieces is given out as one large one', () => {
  const arena = createArena(createKernel(), mebibyte)
  const pieces = Array.from({ length: 16 }, () => arena.take(mebibyte / 16) ?? -1)
  expect(arena.take(64)).toBeUndefined()

  for (const n of [3, 1, 0, 2, 15, 7, 5, 6, 4, 14, 8, 12, 10, 9, 11, 13]) arena.giveBack(pieces[n] ?? -1, mebibyte / 16)

  expect(arena.take(mebibyte)).toBe(Math.min(...pieces))
})

test('no more is reserved than planned, unless it must be', () => {
  const arena = createArena(createKernel(), mebibyte)

  expect(arena.take(2 * mebibyte)).toBeUndefined()
  expect(arena.take(2 * mebibyte, { forced: true })).toBeGreaterThan(0)
})
