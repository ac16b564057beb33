import type { Kernel } from './kernel.ts'

const rounds = 4

/** Writes the signs of the rotation to the kernel's memory and answers their address. The same in every process: codes are compared under it. */
export function reserveRotation(kernel: Kernel, padded: number): number {
  const at = kernel.reserve(rounds * padded * 4)
  const { f32 } = kernel.views()
  let state = 0x9e3779b9
  for (let n = 0; n < rounds * padded; n++) {
    // xorshift32: any fixed sequence does, as long as it stays the same for ever.
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    f32[at / 4 + n] = state & 0x1_00_00 ? 1 : -1
  }
  return at
}
