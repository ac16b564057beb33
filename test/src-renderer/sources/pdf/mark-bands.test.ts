import { expect, test } from 'vitest'
import { markBands } from '../../../../src-renderer/sources/pdf/mark-bands.ts'

const word = (left: number, right: number, top = 0) => ({ left, right, top, bottom: top + 10 })

test('words of a line are one band, another line and another column are their own', () => {
  const bands = markBands([word(0, 30), word(34, 60), word(0, 50, 14), word(90, 120, 14)])

  expect(bands).toEqual([word(0, 60), word(0, 50, 14), word(90, 120, 14)])
})

test('a raised sign belongs to its line, and what has no extent is nothing', () => {
  const raised = { left: 30, right: 34, top: -2, bottom: 5 }

  expect(markBands([word(0, 30), raised, word(40, 40)])).toEqual([{ left: 0, right: 34, top: -2, bottom: 10 }])
})
