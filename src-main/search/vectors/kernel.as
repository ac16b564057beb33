// The inner loops of the vector index, in AssemblyScript: `npm run build:kernel` makes kernel.wasm of this file and the two beside it. Nothing in them
// allocates; whoever calls lays memory out (code-blocks.ts, kernel.ts). Dimensions are multiples of 32, addresses of vectors multiples of 16.

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
    store<i32>(out + (<usize>n << 2), dot(rows, query, d))
    rows += d
  }
}

@inline
function dot(row: usize, query: usize, d: i32): i32 {
  let a = i32x4.splat(0)
  let b = i32x4.splat(0)
  for (let at: usize = 0; at < <usize>d; at += 16) {
    const codes = v128.load(row + at)
    a = i32x4.add(a, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(codes), v128.load(query + (at << 1))))
    b = i32x4.add(b, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(codes), v128.load(query + (at << 1) + 16)))
  }
  a = i32x4.add(a, b)
  return i32x4.extract_lane(a, 0) + i32x4.extract_lane(a, 1) + i32x4.extract_lane(a, 2) + i32x4.extract_lane(a, 3)
}

/**
 * How near `count` middles (i8[d], one behind the other; a multiple of four) are to `query` (i16[d]), to `out` (f32[count]): the product, by `step` and
 * the middle's own scale, less half the middle's square. `facts` are all scales and behind them all halves (f32[count] each). Answers which is nearest.
 */
export function nearness(rows: usize, count: i32, query: usize, d: i32, step: f32, facts: usize, out: usize): i32 {
  const by = f32x4.splat(step)
  let numbers = i32x4(0, 1, 2, 3)
  let highest = f32x4.splat(-1e30)
  let which = i32x4.splat(0)
  for (let n: usize = 0; n < <usize>count << 2; n += 16) {
    const near = f32x4.sub(
      f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(fourDots(rows, query, d)), v128.load(facts + n)), by),
      v128.load(facts + (<usize>count << 2) + n),
    )
    v128.store(out + n, near)
    which = v128.bitselect(numbers, which, f32x4.gt(near, highest))
    highest = f32x4.max(near, highest)
    numbers = i32x4.add(numbers, i32x4.splat(4))
    rows += <usize>d << 2
  }
  const most = f32x4.splat(-lowest(f32x4.neg(highest)))
  const lane = ctz<i32>(i32x4.bitmask(f32x4.ge(highest, most)) | 8)
  if (lane == 0) return i32x4.extract_lane(which, 0)
  if (lane == 1) return i32x4.extract_lane(which, 1)
  return lane == 2 ? i32x4.extract_lane(which, 2) : i32x4.extract_lane(which, 3)
}

/** The products of four rows with a query, which is read once for all. */
@inline
function fourDots(rows: usize, query: usize, d: i32): v128 {
  const size = <usize>d
  let a = i32x4.splat(0)
  let b = a
  let c = a
  let e = a
  for (const end = rows + size; rows < end; rows += 16) {
    const low = v128.load(query)
    const high = v128.load(query + 16)
    query += 32
    a = i32x4.add(a, twoDots(v128.load(rows), low, high))
    b = i32x4.add(b, twoDots(v128.load(rows + size), low, high))
    c = i32x4.add(c, twoDots(v128.load(rows + size * 2), low, high))
    e = i32x4.add(e, twoDots(v128.load(rows + size * 3), low, high))
  }
  const front = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7))
  const back = i32x4.add(v128.shuffle<i32>(c, e, 0, 4, 1, 5), v128.shuffle<i32>(c, e, 2, 6, 3, 7))
  return i32x4.add(v128.shuffle<i32>(front, back, 0, 1, 4, 5), v128.shuffle<i32>(front, back, 2, 3, 6, 7))
}

@inline
function twoDots(codes: v128, low: v128, high: v128): v128 {
  return i32x4.add(
    i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(codes), low),
    i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(codes), high),
  )
}
