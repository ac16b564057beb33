// Codes of four bits a group, and the signs of the vector index.

/** Bytes of a group in a book: where its four components lie in a vector (i32[4], in bytes), and what 16 codes stand for in each (f32[4][16]). */
const GROUP: usize = 272

/**
 * Writes the signs of what `x` (f32[d], turned) is away from `centroid` (f32[d]) into place `n` of a block of 16, four bits for each of the book's
 * groups; the factor by which what they stand for is scaled; and what its product with the centroid misses of the true one. With it, only what a
 * query is away from the centroid is estimated, not all of it. r·r / r·code is the factor that is right on average. Behind the book is room for a vector.
 */
export function encode(block: usize, n: i32, x: usize, centroid: usize, d: i32, book: usize, groups: i32, id: u32): void {
  const away = book + <usize>groups * GROUP
  let squares = f32x4.splat(0)
  let products = f32x4.splat(0)
  for (let at: usize = 0; at < <usize>d << 2; at += 16) {
    const c = v128.load(centroid + at)
    const r = f32x4.sub(v128.load(x + at), c)
    v128.store(away + at, r)
    squares = f32x4.add(squares, f32x4.mul(r, r))
    products = f32x4.add(products, f32x4.mul(r, c))
  }
  let own: f32 = 0
  let missed: f32 = 0
  for (let g = 0; g < groups; g++) {
    const group = book + <usize>g * GROUP
    const code = nearestCode(group, away)
    for (let slot: usize = 0; slot < 4; slot++) {
      const at = <usize>load<i32>(group + (slot << 2))
      const level = load<f32>(group + 16 + (slot << 6) + (<usize>code << 2))
      own += load<f32>(away + at) * level
      missed += load<f32>(centroid + at) * level
    }
    putCode(block, g, n, code)
  }
  const factor: f32 = own > 0 ? lanes(squares) / own : 0
  const behind = block + (<usize>groups << 3) + (<usize>n << 2)
  store<f32>(behind, factor)
  store<f32>(behind + 64, lanes(products) - factor * missed)
  store<u32>(behind + 128, id)
}

/** Two groups of a place are a byte. */
function putCode(block: usize, group: i32, n: i32, code: i32): void {
  const byte = block + (<usize>(group >> 1) << 4) + n
  store<u8>(byte, group & 1 ? load<u8>(byte) | <u8>(code << 4) : <u8>code)
}

function nearestCode(group: usize, away: usize): i32 {
  let d0 = f32x4.splat(0)
  let d1 = d0
  let d2 = d0
  let d3 = d0
  for (let slot: usize = 0; slot < 4; slot++) {
    const v = f32x4.splat(load<f32>(away + <usize>load<i32>(group + (slot << 2))))
    const levels = group + 16 + (slot << 6)
    const a = f32x4.sub(v, v128.load(levels))
    const b = f32x4.sub(v, v128.load(levels + 16))
    const c = f32x4.sub(v, v128.load(levels + 32))
    const e = f32x4.sub(v, v128.load(levels + 48))
    d0 = f32x4.add(d0, f32x4.mul(a, a))
    d1 = f32x4.add(d1, f32x4.mul(b, b))
    d2 = f32x4.add(d2, f32x4.mul(c, c))
    d3 = f32x4.add(d3, f32x4.mul(e, e))
  }
  const least = f32x4.splat(lowest(f32x4.min(f32x4.min(d0, d1), f32x4.min(d2, d3))))
  const here = i32x4.bitmask(f32x4.le(d0, least)) | (i32x4.bitmask(f32x4.le(d1, least)) << 4)
  const there = i32x4.bitmask(f32x4.le(d2, least)) | (i32x4.bitmask(f32x4.le(d3, least)) << 4)
  return ctz<i32>(here | (there << 8) | 0x8000)
}

function lanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3)
}

function lowest(v: v128): f32 {
  const two = f32x4.min(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1))
  return min(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1))
}

/**
 * For each group of the book the products of `query` (f32[d]) with what its 16 codes stand for, as whole numbers up to `most` (at most 255) in
 * `table` (u8[16 * groups]). Answers in `out` (f32[2]) what makes a sum of them a product again: `sum * out[0] + out[1]`.
 */
export function tabulate(query: usize, book: usize, groups: i32, most: i32, table: usize, out: usize): void {
  let total: f32 = 0
  let widest: f32 = 0
  for (let g = 0; g < groups; g++) {
    const group = book + <usize>g * GROUP
    const a = meant(group, query, 0)
    const b = meant(group, query, 16)
    const c = meant(group, query, 32)
    const d = meant(group, query, 48)
    const low = lowest(f32x4.min(f32x4.min(a, b), f32x4.min(c, d)))
    const high = -lowest(f32x4.neg(f32x4.max(f32x4.max(a, b), f32x4.max(c, d))))
    total += low
    widest = max(widest, high - low)
  }
  const step: f32 = widest > 0 ? widest / <f32>most : 1
  const by = f32x4.splat(1 / step)
  for (let g = 0; g < groups; g++) {
    const group = book + <usize>g * GROUP
    const a = meant(group, query, 0)
    const b = meant(group, query, 16)
    const c = meant(group, query, 32)
    const d = meant(group, query, 48)
    const low = f32x4.splat(lowest(f32x4.min(f32x4.min(a, b), f32x4.min(c, d))))
    const first = i16x8.narrow_i32x4_s(whole(f32x4.sub(a, low), by), whole(f32x4.sub(b, low), by))
    const second = i16x8.narrow_i32x4_s(whole(f32x4.sub(c, low), by), whole(f32x4.sub(d, low), by))
    v128.store(table + (<usize>g << 4), i8x16.narrow_i16x8_u(first, second))
  }
  store<f32>(out, step)
  store<f32>(out + 4, total)
}

/** The products of a vector with what four codes of a group stand for: those from `from` (bytes) on. */
@inline
function meant(group: usize, vector: usize, from: usize): v128 {
  let sum = f32x4.splat(0)
  for (let slot: usize = 0; slot < 4; slot++) {
    const v = f32x4.splat(load<f32>(vector + <usize>load<i32>(group + (slot << 2))))
    sum = f32x4.add(sum, f32x4.mul(v, v128.load(group + 16 + (slot << 6) + from)))
  }
  return sum
}

function whole(v: v128, by: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.mul(v, by), f32x4.splat(0.5)))
}

/**
 * Estimates of the products of a query with the entries of `count` pieces of blocks, each described in `pieces` by where it lies (u32), its blocks
 * (i32) and the query's product with its centroid (f32). `scale` and `offset` are what `tabulate` answered. 16 entries a step: the table of a group
 * is one register, looked up by their bits. Only blocks with an estimate above `floor` are told of: the number of their piece and their own in it to
 * `hits` (i32[2] each), their estimates to `out` (f32[16] each). Answers how many they are.
 */
export function scan(
  pieces: usize, count: i32, groups: i32, table: usize, scale: f32, offset: f32, floor: f32, out: usize, hits: usize,
): i32 {
  const first = out
  for (let piece = 0; piece < count; piece++) {
    const from = <usize>load<u32>(pieces)
    const blocks = load<i32>(pieces + 4)
    const base = load<f32>(pieces + 8)
    for (let n = 0; n < blocks; n++) {
      const block = from + <usize>n * ((<usize>groups << 3) + 192)
      if (!scanBlock(block, groups, table, scale, offset, base, floor, out)) continue
      store<i32>(hits, piece)
      store<i32>(hits + 4, n)
      hits += 8
      out += 64
    }
    pieces += 12
  }
  return <i32>((out - first) >> 6)
}

@inline
function scanBlock(
  block: usize, groups: i32, table: usize, scale: f32, offset: f32, base: f32, floor: f32, out: usize,
): bool {
  const nibble = i8x16.splat(15)
  const behind = block + (<usize>groups << 3)
  let both = i16x8.splat(0)
  let odd = i16x8.splat(0)
  let row = table
  for (let at = block; at < behind; at += 16) {
    const bits = v128.load(at)
    // No index is above 15, so the relaxed one is exact.
    const low = i8x16.relaxed_swizzle(v128.load(row), v128.and(bits, nibble))
    const high = i8x16.relaxed_swizzle(v128.load(row + 16), v128.and(i16x8.shr_u(bits, 4), nibble))
    both = i16x8.add(both, i16x8.add(low, high))
    odd = i16x8.add(odd, i16x8.add(i16x8.shr_u(low, 8), i16x8.shr_u(high, 8)))
    row += 32
  }
  const even = i16x8.sub(both, i16x8.shl(odd, 8))
  const front = v128.shuffle<i16>(even, odd, 0, 8, 1, 9, 2, 10, 3, 11)
  const back = v128.shuffle<i16>(even, odd, 4, 12, 5, 13, 6, 14, 7, 15)
  const a = estimate(i32x4.extend_low_i16x8_u(front), behind, scale, offset, base)
  const b = estimate(i32x4.extend_high_i16x8_u(front), behind + 16, scale, offset, base)
  const c = estimate(i32x4.extend_low_i16x8_u(back), behind + 32, scale, offset, base)
  const d = estimate(i32x4.extend_high_i16x8_u(back), behind + 48, scale, offset, base)
  if (!v128.any_true(f32x4.gt(f32x4.max(f32x4.max(a, b), f32x4.max(c, d)), f32x4.splat(floor)))) return false
  v128.store(out, a)
  v128.store(out + 16, b)
  v128.store(out + 32, c)
  v128.store(out + 48, d)
  return true
}

@inline
function estimate(sums: v128, factors: usize, scale: f32, offset: f32, base: f32): v128 {
  const product = f32x4.add(f32x4.mul(f32x4.convert_i32x4_u(sums), f32x4.splat(scale)), f32x4.splat(offset))
  const away = f32x4.add(v128.load(factors + 64), f32x4.splat(base))
  return f32x4.add(f32x4.mul(product, v128.load(factors)), away)
}
