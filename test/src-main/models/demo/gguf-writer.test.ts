import { expect, test } from 'vitest'
import { ggufBytes, tensorOf } from '../../../../src-main/models/demo/gguf-writer.ts'
import { toHalfBits } from '../../../../src-main/models/demo/half-float.ts'
import { encodeNumbers } from '../../../../src-main/models/demo/tensor-encoding.ts'

test('a file has magic, version, counts, metadata, then each tensor at a multiple of 32 bytes', () => {
  const tensors = [
    tensorOf('first', [3], { numbers: Float32Array.of(1, 2, 3), encoding: 'f32' }),
    tensorOf('second', [2, 1], { numbers: Float32Array.of(4, 5), encoding: 'f16' }),
  ]

  const file = Buffer.concat([...ggufBytes({ metadata: { name: { type: 'string', value: 'ü' } }, tensors })])

  expect(file.toString('latin1', 0, 4)).toBe('GGUF')
  expect([file.readUInt32LE(4), file.readBigUInt64LE(8), file.readBigUInt64LE(16)]).toEqual([3, 2n, 1n])
  expect(file.subarray(24, 24 + 8 + 4 + 4 + 8 + 2).toString('hex')).toBe(
    ['0400000000000000', '6e616d65', '08000000', '0200000000000000', 'c3bc'].join(''),
  )
  const body = file.length - 64
  expect(body % 32).toBe(0)
  expect([file.readFloatLE(body), file.readFloatLE(body + 8), file.readUInt16LE(body + 32)]).toEqual([1, 3, 0x4400])
})

test('a tensor with more or fewer bytes than its dimensions say is refused, for every reader would misread what follows', () => {
  const tensor = tensorOf('wrong', [4], { numbers: Float32Array.of(1, 2, 3), encoding: 'f32' })

  expect(() => [...ggufBytes({ metadata: {}, tensors: [tensor] })]).toThrow('wrong has 12 bytes instead of 16')
})

test.each([
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [1 / 3, 0x3555],
  [65504, 0x7bff],
  [2 ** -14, 0x0400],
  [2 ** -24, 0x0001],
  [2 ** -30, 0x0000],
  [2047.5, 0x6800],
])('%d in half precision is 0x%s', (value, bits) => {
  expect(toHalfBits(value)).toBe(bits)
})

test('a number beyond half precision is refused, for infinity in a weight spoils every answer', () => {
  expect(() => toHalfBits(65536)).toThrow(RangeError)
})

test('q8_0 keeps 32 numbers within half a step of their scale', () => {
  const numbers = Float32Array.from({ length: 64 }, (_, index) => Math.sin(index) * (index < 32 ? 1 : 1000))

  const encoded = Buffer.from(encodeNumbers('q8_0', numbers))

  expect(encoded).toHaveLength(68)
  for (const [index, value] of numbers.entries()) {
    const largest = Math.max(...numbers.subarray(index & ~31, (index & ~31) + 32).map(Math.abs))
    const stored = encoded.readInt8((index >> 5) * 34 + 2 + (index & 31))
    expect(Math.abs((stored * largest) / 127 - value)).toBeLessThanOrEqual(largest / 254 + 1e-6)
  }
})
