import { toHalfBits } from './half-float.ts'

/** How numbers are stored: their GGML type number, and bytes per block of so many numbers. */
export const tensorEncodings = {
  f32: { id: 0, blockBytes: 4, blockLength: 1 },
  f16: { id: 1, blockBytes: 2, blockLength: 1 },
  q8_0: { id: 8, blockBytes: 34, blockLength: 32 },
} as const
export type TensorEncoding = keyof typeof tensorEncodings

export function encodedBytes(encoding: TensorEncoding, length: number): number {
  const { blockBytes, blockLength } = tensorEncodings[encoding]
  return (length / blockLength) * blockBytes
}

export function encodeNumbers(encoding: TensorEncoding, numbers: Float32Array): Uint8Array {
  if (encoding === 'f32') return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
  return encoding === 'f16' ? encodeHalves(numbers) : encodeBlocksOfBytes(numbers)
}

function encodeHalves(numbers: Float32Array): Uint8Array {
  const halves = new Uint16Array(numbers.length)
  for (let index = 0; index < numbers.length; index++) {
    const value = numbers[index] ?? 0
    // Most are none.
    if (value !== 0) halves[index] = toHalfBits(value)
  }
  return new Uint8Array(halves.buffer)
}

/** Q8_0: for every 32 numbers a half-precision scale and 32 signed bytes. */
function encodeBlocksOfBytes(numbers: Float32Array): Uint8Array {
  const { blockBytes, blockLength } = tensorEncodings.q8_0
  const encoded = Buffer.alloc(encodedBytes('q8_0', numbers.length))
  for (let start = 0; start < numbers.length; start += blockLength) {
    const block = numbers.subarray(start, start + blockLength)
    const at = (start / blockLength) * blockBytes
    const scale = block.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) / 127
    encoded.writeUInt16LE(toHalfBits(scale), at)
    for (const [index, value] of block.entries()) encoded.writeInt8(scale === 0 ? 0 : Math.round(value / scale), at + 2 + index)
  }
  return encoded
}
