import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantise } from '../../../src-shared/retrieval/quantise-vector.ts'

const normalised = (values: readonly number[]): Float32Array => {
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}

test('every component comes back to half a step', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 768 }), (values) => {
      const vector = normalised(values)
      const { scale, codes } = quantise(vector)
      for (const [at, value] of vector.entries())
        expect(Math.abs((codes[at] ?? 0) * scale - value)).toBeLessThanOrEqual(scale * 0.51)
    }),
  )
})

test.each([
  ['twice as long', Float32Array.of(2, 0)],
  ['nothing but zeros', Float32Array.of(0, 0)],
  ['not a number', Float32Array.of(Number.NaN, 1)],
  ['endless', Float32Array.of(Number.POSITIVE_INFINITY, 0)],
])('a vector that is %s is refused: one wrong scale outranks everything', (_, vector) => {
  expect(() => quantise(vector)).toThrow(RangeError)
})
