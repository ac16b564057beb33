const float = new Float32Array(1)
const bits = new Uint32Array(float.buffer)

/** The bits of the IEEE 754 half-precision number nearest to `value` (ties away from zero). Throws when it is too large. */
export function toHalfBits(value: number): number {
  float[0] = value
  const word = bits[0] ?? 0
  const sign = (word >>> 16) & 0x8000
  const exponent = ((word >>> 23) & 0xff) - 112
  const mantissa = word & 0x7fffff
  if (exponent >= 31) throw new RangeError(`${value} does not fit in a half-precision number`)
  if (exponent > 0) return sign | ((exponent << 10) + ((mantissa + 0x1000) >>> 13))
  if (exponent < -10) return sign
  return sign | (((mantissa | 0x800000) + (1 << (13 - exponent))) >>> (14 - exponent))
}
