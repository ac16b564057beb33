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

/** Bytes of a group in a book: where its four components lie in a vector (i32[4], in bytes), and what 16 codes stand for in each (f32[4][16]). */
const GROUP: usize = 272

/**
 * Writes `x` (f32[d], turned) into place `n` of a block of 16: four bits for each of the book's groups, which say what `x` is away from `centroid`
 * (f32[d]); the factor by which what they stand for is scaled; and what its product with the centroid misses of the true one. With it, only what a
 * query is away from the centroid is estimated, not all of it. `mean` is the usual square of r, the distance; where the signs alone are coded
 * (`isSigns`), r·r / r·code is the factor that is right on average, else the nearest one is taken. Behind the book is room for a vector.
 */
export function encode(
  block: usize, n: i32, x: usize, centroid: usize, d: i32, book: usize, groups: i32, mean: f32, isSigns: bool, id: u32,
): void {
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
  const square = lanes(squares)
  const by: f32 = square > 0 ? sqrt<f32>(mean / square) : 0
  let own: f32 = 0
  let coded: f32 = 0
  let missed: f32 = 0
  for (let g = 0; g < groups; g++) {
    const group = book + <usize>g * GROUP
    const code = nearestCode(group, away, by)
    for (let slot: usize = 0; slot < 4; slot++) {
      const at = <usize>load<i32>(group + (slot << 2))
      const level = load<f32>(group + 16 + (slot << 6) + (<usize>code << 2))
      own += load<f32>(away + at) * level
      coded += level * level
      missed += load<f32>(centroid + at) * level
    }
    const byte = block + (<usize>(g >> 1) << 4) + n
    store<u8>(byte, g & 1 ? load<u8>(byte) | <u8>(code << 4) : <u8>code)
  }
  let factor: f32 = 0
  if (own > 0) factor = isSigns ? square / own : own / coded
  const behind = block + (<usize>groups << 3) + (<usize>n << 2)
  store<f32>(behind, factor)
  store<f32>(behind + 64, lanes(products) - factor * missed)
  store<u32>(behind + 128, id)
}

function nearestCode(group: usize, away: usize, by: f32): i32 {
  let d0 = f32x4.splat(0)
  let d1 = d0
  let d2 = d0
  let d3 = d0
  for (let slot: usize = 0; slot < 4; slot++) {
    const v = f32x4.splat(load<f32>(away + <usize>load<i32>(group + (slot << 2))) * by)
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
 * For each group of the book the products of `query` (f32[d]) with what its 16 codes stand for, as whole numbers of 8 bits in `table`
 * (u8[16 * groups]). Answers in `out` (f32[2]) what makes a sum of them a product again: `sum * out[0] + out[1]`.
 */
export function tabulate(query: usize, book: usize, groups: i32, table: usize, out: usize): void {
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
  // The sum over all groups has 16 bits.
  const most = min<i32>(255, 65535 / groups)
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
