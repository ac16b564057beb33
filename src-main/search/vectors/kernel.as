// The inner loops of the vector index, in AssemblyScript: `npm run build:kernel` makes kernel.wasm of it. Nothing here allocates; whoever
// calls lays memory out (code-blocks.ts, kernel.ts). Dimensions are multiples of 32, addresses of vectors multiples of 16.

const FLIPS: i32 = 4

/**
 * Turns `x` (f32[d]) by a random rotation, in place: signs flipped, then a Hadamard transform over the largest power of two, at the
 * front and at the back in turn. `signs` is f32[4 * d] of 1 and -1. Afterwards every component says about as much as any other, whatever
 * the model did with its dimensions: that is what makes one bit each worth storing.
 */
export function rotate(x: usize, d: i32, signs: usize): void {
  let n = 1
  while (n * 2 <= d) n *= 2
  const scale = f32x4.splat(1 / sqrt<f32>(<f32>n))
  for (let flip = 0; flip < FLIPS; flip++) {
    const own = signs + ((<usize>flip * d) << 2)
    for (let at: usize = 0; at < <usize>d << 2; at += 16) {
      v128.store(x + at, f32x4.mul(v128.load(x + at), v128.load(own + at)))
    }
    const from = x + (flip & 1 ? (<usize>(d - n)) << 2 : 0)
    hadamard(from, n)
    for (let at: usize = 0; at < <usize>n << 2; at += 16) v128.store(from + at, f32x4.mul(v128.load(from + at), scale))
  }
}

function hadamard(x: usize, n: i32): void {
  const end = (<usize>n) << 2
  for (let at: usize = 0; at < end; at += 16) {
    let v = v128.load(x + at)
    v = f32x4.add(f32x4.mul(v, f32x4(1, -1, 1, -1)), v128.shuffle<f32>(v, v, 1, 0, 3, 2))
    v = f32x4.add(f32x4.mul(v, f32x4(1, 1, -1, -1)), v128.shuffle<f32>(v, v, 2, 3, 0, 1))
    v128.store(x + at, v)
  }
  for (let half: usize = 16; half < end; half <<= 1) {
    for (let from: usize = 0; from < end; from += half << 1) {
      for (let at = x + from; at < x + from + half; at += 16) {
        const a = v128.load(at)
        const b = v128.load(at + half)
        v128.store(at, f32x4.add(a, b))
        v128.store(at + half, f32x4.sub(a, b))
      }
    }
  }
}

/** `out` (f32[d]) becomes `row` (i8[d]) times `scale`. */
export function unpack(row: usize, scale: f32, out: usize, d: i32): void {
  const by = f32x4.splat(scale)
  for (let at: usize = 0; at < <usize>d; at += 8) {
    const v = v128.load_ext<i8>(row + at)
    v128.store(out + (at << 2), f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(v)), by))
    v128.store(out + (at << 2) + 16, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(v)), by))
  }
}

/** `out` (i16[d]) becomes `x` (f32[d]) in whole numbers up to `most`; answers what one of them stands for. */
export function code(x: usize, d: i32, most: f32, out: usize): f32 {
  let sizes = f32x4.splat(0)
  for (let at: usize = 0; at < <usize>d << 2; at += 16) sizes = f32x4.max(sizes, f32x4.abs(v128.load(x + at)))
  const two = f32x4.max(sizes, v128.shuffle<f32>(sizes, sizes, 2, 3, 0, 1))
  const largest = max(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1))
  const step: f32 = largest > 0 ? largest / most : 1
  const by = f32x4.splat(1 / step)
  for (let at: usize = 0; at < <usize>d; at += 8) {
    const low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x + (at << 2)), by)))
    const high = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x + (at << 2) + 16), by)))
    v128.store(out + (at << 1), i16x8.narrow_i32x4_s(low, high))
  }
  return step
}

/** Adds `x` to `sum`, both f32[d]. */
export function add(sum: usize, x: usize, d: i32): void {
  for (let at: usize = 0; at < <usize>d << 2; at += 16) v128.store(sum + at, f32x4.add(v128.load(sum + at), v128.load(x + at)))
}

/** The products of `count` rows (i8[d]), one behind the other, with `query` (i16[d]), to `out` (i32[count]). */
export function dots(rows: usize, count: i32, query: usize, d: i32, out: usize): void {
  for (let n = 0; n < count; n++) {
    let a = i32x4.splat(0)
    let b = i32x4.splat(0)
    for (let at: usize = 0; at < <usize>d; at += 16) {
      const row = v128.load(rows + at)
      a = i32x4.add(a, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(row), v128.load(query + (at << 1))))
      b = i32x4.add(b, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(row), v128.load(query + (at << 1) + 16)))
    }
    a = i32x4.add(a, b)
    const sum = i32x4.extract_lane(a, 0) + i32x4.extract_lane(a, 1) + i32x4.extract_lane(a, 2) + i32x4.extract_lane(a, 3)
    store<i32>(out + (<usize>n << 2), sum)
    rows += d
  }
}

/**
 * Writes `x` (f32[d], rotated) into place `n` of a block of 16: one bit for each component of r, what `x` is away from `centroid` (f32[d]); the factor
 * r·r / |r| by which the signs are scaled to stand for r without bias; and what their product with the centroid misses of the true one. With it,
 * only what a query is away from the centroid is estimated, not all of it.
 */
export function encode(block: usize, n: i32, x: usize, centroid: usize, d: i32, id: u32): void {
  const zero = f32x4.splat(0)
  let squares = zero
  let sizes = zero
  let products = zero
  let signed = zero
  for (let at: usize = 0; at < <usize>d; at += 8) {
    let bits = 0
    for (let half: i32 = 0; half < 8; half += 4) {
      const c = v128.load(centroid + ((at + half) << 2))
      const r = f32x4.sub(v128.load(x + ((at + half) << 2)), c)
      const above = f32x4.gt(r, zero)
      squares = f32x4.add(squares, f32x4.mul(r, r))
      sizes = f32x4.add(sizes, f32x4.abs(r))
      products = f32x4.add(products, f32x4.mul(r, c))
      signed = f32x4.add(signed, v128.bitselect(c, f32x4.neg(c), above))
      bits |= i32x4.bitmask(above) << half
    }
    store<u8>(block + (at << 1) + n, <u8>bits)
  }
  const size = lanes(sizes)
  const factor: f32 = size > 0 ? lanes(squares) / size : 0
  const behind = block + (<usize>d << 1) + (<usize>n << 2)
  store<f32>(behind, factor)
  store<f32>(behind + 64, lanes(products) - factor * lanes(signed))
  store<u32>(behind + 128, id)
}

function lanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3)
}

/**
 * For each four components of `query` (f32[d]) the sums of all their subsets, as 16 whole numbers of 7 bits in `table` (u8[4 * d]). Answers in
 * `out` (f32[2]) what makes a sum of them the product with the signs again: `sum * out[0] + out[1]`.
 */
export function tabulate(query: usize, d: i32, table: usize, out: usize): void {
  let lowest: f32 = 0
  let total: f32 = 0
  let widest: f32 = 0
  for (let at: usize = 0; at < <usize>d; at += 4) {
    const v = v128.load(query + (at << 2))
    const low = lanes(f32x4.min(v, f32x4.splat(0)))
    const sum = lanes(v)
    lowest += low
    total += sum
    widest = max(widest, sum - low - low)
  }
  // The sum over all groups has 16 bits.
  const most = min<i32>(127, 65535 / (d >> 2))
  const step: f32 = widest > 0 ? widest / <f32>most : 1
  const by = f32x4.splat(1 / step)
  for (let at: usize = 0; at < <usize>d; at += 4) {
    const v = v128.load(query + (at << 2))
    const a = f32x4.extract_lane(v, 0)
    const b = f32x4.extract_lane(v, 1)
    const low = lanes(f32x4.min(v, f32x4.splat(0)))
    const s0 = f32x4.add(f32x4(0, a, b, a + b), f32x4.splat(-low))
    const s1 = f32x4.add(s0, f32x4.splat(f32x4.extract_lane(v, 2)))
    const last = f32x4.splat(f32x4.extract_lane(v, 3))
    const first = i16x8.narrow_i32x4_s(whole(s0, by), whole(s1, by))
    const second = i16x8.narrow_i32x4_s(whole(f32x4.add(s0, last), by), whole(f32x4.add(s1, last), by))
    v128.store(table + (at << 2), i8x16.narrow_i16x8_u(first, second))
  }
  store<f32>(out, 2 * step)
  store<f32>(out + 4, 2 * lowest - total)
}

function whole(v: v128, by: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.mul(v, by), f32x4.splat(0.5)))
}

/**
 * Estimates of the products of a query with the entries of `count` blocks, to `out` (f32[16 * count]): `base` is its product with the list's centroid,
 * `scale` and `offset` are what `tabulate` answered. 16 entries a step: the table of four components is one register, looked up by their bits.
 */
export function scan(blocks: usize, count: i32, d: i32, table: usize, scale: f32, offset: f32, base: f32, out: usize): void {
  const codes = <usize>d << 1
  const nibble = i8x16.splat(15)
  for (let n = 0; n < count; n++) {
    let both = i16x8.splat(0)
    let odd = i16x8.splat(0)
    let at: usize = 0
    for (let row = table; at < codes; at += 16, row += 32) {
      const bits = v128.load(blocks + at)
      const low = v128.swizzle(v128.load(row), v128.and(bits, nibble))
      const high = v128.swizzle(v128.load(row + 16), v128.and(i16x8.shr_u(bits, 4), nibble))
      const sum = i8x16.add(low, high)
      both = i16x8.add(both, sum)
      odd = i16x8.add(odd, i16x8.shr_u(sum, 8))
    }
    const even = i16x8.sub(both, i16x8.shl(odd, 8))
    const front = v128.shuffle<i16>(even, odd, 0, 8, 1, 9, 2, 10, 3, 11)
    const back = v128.shuffle<i16>(even, odd, 4, 12, 5, 13, 6, 14, 7, 15)
    const behind = blocks + codes
    put(i32x4.extend_low_i16x8_u(front), behind, scale, offset, base, out)
    put(i32x4.extend_high_i16x8_u(front), behind + 16, scale, offset, base, out + 16)
    put(i32x4.extend_low_i16x8_u(back), behind + 32, scale, offset, base, out + 32)
    put(i32x4.extend_high_i16x8_u(back), behind + 48, scale, offset, base, out + 48)
    blocks = behind + 192
    out += 64
  }
}

@inline
function put(sums: v128, factors: usize, scale: f32, offset: f32, base: f32, out: usize): void {
  const product = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(sums), f32x4.splat(scale)), f32x4.splat(offset))
  const away = f32x4.add(v128.load(factors + 64), f32x4.splat(base))
  v128.store(out, f32x4.add(f32x4.mul(product, v128.load(factors)), away))
}
