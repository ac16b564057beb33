// Drafts of the vector index: heads and sketches.

/**
 * Writes what `x` (f32[d]) is away from `centroid` into place `n` of a block of 16 heads: the nearest of what the codes of each group stand for. What these
 * leave of it lies behind the book then.
 */
export function encodeHead(block: usize, n: i32, x: usize, centroid: usize, d: i32, book: usize, groups: i32): void {
  const away = book + <usize>groups * GROUP
  for (let at: usize = 0; at < <usize>d << 2; at += 16)
    v128.store(away + at, f32x4.sub(v128.load(x + at), v128.load(centroid + at)))
  for (let g = 0; g < groups; g++) {
    const group = book + <usize>g * GROUP
    const code = nearestCode(group, away)
    putCode(block, g, n, code)
    for (let slot: usize = 0; slot < 4; slot++) {
      const at = away + <usize>load<i32>(group + (slot << 2))
      store<f32>(at, load<f32>(at) - load<f32>(group + 16 + (slot << 6) + (<usize>code << 2)))
    }
  }
}

/** Of a sketch: 128 components are 16 bytes, of which each bit stands for a sixteenth of them; behind the bits is a factor (f32). */
const WIDE: i32 = 128

/**
 * Writes the signs of `x` (f32[d]) to `out`, and the factor that makes what is estimated of a product by them right on average. The room for bits is a
 * multiple of 16 bytes.
 */
export function encodeSketch(x: usize, d: i32, out: usize): void {
  const bytes = <usize>((d + WIDE - 1) / WIDE) << 4
  memory.fill(out, 0, bytes)
  let square: f32 = 0
  let own: f32 = 0
  for (let n = 0; n < d; n++) {
    const r = load<f32>(x + (<usize>n << 2))
    square += r * r
    own += abs<f32>(r)
    if (r < 0) continue
    const byte = out + (<usize>(n / WIDE) << 4) + <usize>(n & 15)
    store<u8>(byte, load<u8>(byte) | ((<u8>1) << <u8>((n % WIDE) >> 4)))
  }
  store<f32>(out + bytes, own > 0 ? square / own : 0)
}

/**
 * What is asked. Of heads and of tails: their table (u32), its groups (i32), what makes a sum of them a product (`sum * step + offset`, f32 each), and how far
 * below the truth they may lie (f32, at a distance of 1 from the middle), as sketches may behind them. How near middles are and half their squares (u32 each,
 * as `nearness` has them); the query in planes for sketches (u32), the bytes of their bits (i32), the sum of its components (i32) and what one of them stands
 * for (f32); middles (i8) and their scales (u32 each), the query for these (u32, i16), the components of both (i32) and what one of them stands for (f32).
 */
@inline const HEADS: usize = 0
@inline const TAILS: usize = 20
@inline const TABLE: usize = 0
@inline const GROUPS: usize = 4
@inline const STEP: usize = 8
@inline const OFFSET: usize = 12
@inline const SLACK: usize = 16
@inline const DOUBT: usize = 40
@inline const NEAR: usize = 44
@inline const HALVES: usize = 48
@inline const SLICED: usize = 52
@inline const BYTES: usize = 56
@inline const TOTAL: usize = 60
@inline const SKETCH_STEP: usize = 64
@inline const MIDDLES: usize = 68
@inline const SCALES: usize = 72
@inline const WHOLE: usize = 76
@inline const WIDTH: usize = 80
@inline const WHOLE_STEP: usize = 84
@inline const TOUCHED: usize = 88
/** Room for the sums of a block. */
@inline const SUMS: usize = 96

/**
 * Of a piece of drafts: where its heads, tails, passages and sketches lie (u32 each), its blocks and its list (i32 each), room for its reach and for the
 * query's product with the middle (f32 each), and what it has to be allowed beyond others: slack of heads, of heads and tails, and by how much sketches are off
 * more (f32 each; nothing is 0, 0 and 1).
 */
const PIECE: usize = 44
/**
 * Of a block in which a head is above: its piece, its own number in it, the places (a bit for each), nothing (i32 each), and all sums (i16[16]; there is
 * room for as many f32 in place of all of it).
 */
const HIT: usize = 64
/** Of a row that may be among the best: its piece, its place among all of it (i32 each), and its product beside the middle by head and tail (f32). */
const ROW: usize = 12
/** Of one that still may be: its passage (u32), its product by its sketch, and its reach (f32 each), longer where sketches are off more. */
const FOUND: usize = 12
/** What lies where the processor does not expect it is asked for together: so much of it. */
const TOGETHER: usize = 16

/**
 * Sums up what the table says of the heads in `count` pieces, sixteen at a step, and tells of blocks with one that may be above `floor`. Heads have
 * nothing but their bits: all that tells one list from another is in what they are compared with. Four numbers of at most 63 are added before they need
 * sixteen bits, so groups are a multiple of four. Two blocks at once, for which the table is read once. Answers how many blocks there are in `hits`.
 */
export function sift(asked: usize, pieces: usize, count: i32, floor: f32, hits: usize): i32 {
  const first = hits
  const table = <usize>load<u32>(asked, TABLE)
  const size = <usize>load<i32>(asked, GROUPS) << 3
  for (let piece = 0; piece < count; piece++) {
    const blocks = load<i32>(pieces, 16)
    const bar = i16x8.splat(barOf(asked, pieces, floor))
    let at = <usize>load<u32>(pieces)
    for (let n = 0; n < blocks; n += 2) {
      // Behind the last lie passages: what is summed up of them is not told of.
      let both = i16x8.splat(0)
      let odd = both
      let nextBoth = both
      let nextOdd = both
      let row = table
      for (const end = at + size; at < end; at += 32) {
        const table0 = v128.load(row)
        const table1 = v128.load(row + 16)
        const table2 = v128.load(row + 32)
        const table3 = v128.load(row + 48)
        const four = i8x16.add(two(v128.load(at), table0, table1), two(v128.load(at + 16), table2, table3))
        const next = i8x16.add(two(v128.load(at + size), table0, table1), two(v128.load(at + size + 16), table2, table3))
        both = i16x8.add(both, four)
        odd = i16x8.add(odd, i16x8.shr_u(four, 8))
        nextBoth = i16x8.add(nextBoth, next)
        nextOdd = i16x8.add(nextOdd, i16x8.shr_u(next, 8))
        row += 64
      }
      at += size
      hits += tellHit(hits, piece, n, both, odd, bar)
      if (n + 1 < blocks) hits += tellHit(hits, piece, n + 1, nextBoth, nextOdd, bar)
    }
    pieces += PIECE
  }
  return <i32>((hits - first) / HIT)
}

/** What sums of heads of a piece must be above; writes its reach and its product. */
function barOf(asked: usize, piece: usize, floor: f32): i16 {
  const list = <usize>load<i32>(piece, 20) << 2
  const half = load<f32>(<usize>load<u32>(asked, HALVES) + list)
  const product = load<f32>(<usize>load<u32>(asked, NEAR) + list) + half
  const reach = sqrt<f32>(max<f32>(0, 1 - 2 * half) * max<f32>(0, 1 - 2 * (product - half)))
  store<f32>(piece, reach, 24)
  store<f32>(piece, product, 28)
  const least = floor - product - max<f32>(load<f32>(asked, SLACK), load<f32>(piece, 32)) * reach
  const sum = Mathf.floor((least - load<f32>(asked, OFFSET)) / load<f32>(asked, STEP))
  return <i16>(<i32>max<f32>(-1, min<f32>(32767, sum)))
}

/** The sum of one head, at a place of a block. */
export function headSum(block: usize, n: i32, groups: i32, table: usize): i32 {
  let sum = 0
  for (let g = 0; g < groups; g += 2) {
    const codes = <usize>load<u8>(block + (<usize>g << 3) + <usize>n)
    sum += <i32>load<u8>(table + (codes & 15)) + <i32>load<u8>(table + 16 + (codes >> 4))
    table += 32
  }
  return sum
}

/** What a table says of two groups of sixteen codes. */
@inline
function two(codes: v128, first: v128, second: v128): v128 {
  const nibble = i8x16.splat(15)
  return i8x16.add(
    i8x16.relaxed_swizzle(first, v128.and(codes, nibble)),
    i8x16.relaxed_swizzle(second, v128.and(i16x8.shr_u(codes, 4), nibble)),
  )
}

/** Answers how long what it wrote is. */
@inline
function tellHit(hits: usize, piece: i32, block: i32, both: v128, odd: v128, bar: v128): usize {
  const even = i16x8.sub(both, i16x8.shl(odd, 8))
  const aboveEven = i16x8.gt_s(even, bar)
  const aboveOdd = i16x8.gt_s(odd, bar)
  if (!v128.any_true(v128.or(aboveEven, aboveOdd))) return 0
  store<i32>(hits, piece)
  store<i32>(hits, block, 4)
  store<i32>(hits, i8x16.bitmask(v128.bitselect(aboveEven, aboveOdd, i16x8.splat(0x00ff))), 8)
  storeSums(hits + 16, even, odd)
  return HIT
}

@inline
function storeSums(to: usize, even: v128, odd: v128): void {
  v128.store(to, v128.shuffle<i16>(even, odd, 0, 8, 1, 9, 2, 10, 3, 11))
  v128.store(to + 16, v128.shuffle<i16>(even, odd, 4, 12, 5, 13, 6, 14, 7, 15))
}

/**
 * Adds what tails say of the heads that `hits` name, and tells of the rows that may be above `floor` still, to `rows`. Drafts without tails are told of as
 * they are, by the product of all components of the middle. Answers how many rows there are.
 */
export function refine(asked: usize, pieces: usize, hits: usize, count: i32, floor: f32, rows: usize): i32 {
  const first = rows
  const size = <usize>load<i32>(asked, TAILS + GROUPS) << 3
  const sums = asked + SUMS
  let last = -1
  let least: f32 = 0
  const end = hits + <usize>count * HIT
  for (let touched = hits; hits < end; hits += HIT) {
    if (hits == touched) {
      touched = min(end, hits + TOGETHER * HIT)
      if (size) touchTails(asked, pieces, hits, touched, size)
    }
    const number = load<i32>(hits)
    const piece = pieces + <usize>number * PIECE
    if (number != last) {
      last = number
      if (size == 0) store<f32>(piece, wholeProduct(asked, <usize>load<i32>(piece, 20)), 28)
      const slack = max<f32>(load<f32>(asked, TAILS + SLACK), load<f32>(piece, 36))
      least = floor - load<f32>(piece, 28) - slack * load<f32>(piece, 24)
    }
    const block = load<i32>(hits, 4)
    let places = load<i32>(hits, 8)
    if (size) {
      sumTails(<usize>load<u32>(piece, 4) + <usize>block * size, size, <usize>load<u32>(asked, TAILS + TABLE), sums)
      places &= addTails(asked, hits, sums, least)
    }
    for (; places != 0; places &= places - 1) {
      const place = <usize>ctz<i32>(places)
      store<i32>(rows, number)
      store<i32>(rows, (block << 4) + <i32>place, 4)
      store<f32>(rows, size ? load<f32>(hits + (place << 2)) : 0, 8)
      rows += ROW
    }
  }
  return <i32>((rows - first) / ROW)
}

/** The sums of a block of tails, to `out` (i16[16]). */
@inline
function sumTails(at: usize, size: usize, table: usize, out: usize): void {
  let both = i16x8.splat(0)
  let odd = both
  for (const end = at + size; at < end; at += 32) {
    const four = i8x16.add(
      two(v128.load(at), v128.load(table), v128.load(table + 16)),
      two(v128.load(at + 16), v128.load(table + 32), v128.load(table + 48)),
    )
    both = i16x8.add(both, four)
    odd = i16x8.add(odd, i16x8.shr_u(four, 8))
    table += 64
  }
  storeSums(out, i16x8.sub(both, i16x8.shl(odd, 8)), odd)
}

/** Products by heads and tails, in place of a hit (f32[16]; it is done with), and which of them are above. */
@inline
function addTails(asked: usize, hit: usize, tails: usize, least: f32): i32 {
  const offset = load<f32>(asked, OFFSET) + load<f32>(asked, TAILS + OFFSET)
  const a = v128.load(hit + 16)
  const b = v128.load(hit + 32)
  const c = v128.load(tails)
  const d = v128.load(tails + 16)
  let above = tell(asked, hit, i32x4.extend_low_i16x8_u(a), i32x4.extend_low_i16x8_u(c), offset, least)
  above |= tell(asked, hit + 16, i32x4.extend_high_i16x8_u(a), i32x4.extend_high_i16x8_u(c), offset, least) << 4
  above |= tell(asked, hit + 32, i32x4.extend_low_i16x8_u(b), i32x4.extend_low_i16x8_u(d), offset, least) << 8
  return above | (tell(asked, hit + 48, i32x4.extend_high_i16x8_u(b), i32x4.extend_high_i16x8_u(d), offset, least) << 12)
}

@inline
function tell(asked: usize, to: usize, heads: v128, tails: v128, offset: f32, least: f32): i32 {
  const head = f32x4.mul(f32x4.convert_i32x4_s(heads), f32x4.splat(load<f32>(asked, STEP)))
  const tail = f32x4.mul(f32x4.convert_i32x4_s(tails), f32x4.splat(load<f32>(asked, TAILS + STEP)))
  const product = f32x4.add(f32x4.add(head, tail), f32x4.splat(offset))
  v128.store(to, product)
  return i32x4.bitmask(f32x4.gt(product, f32x4.splat(least)))
}

/** Loads a little of each block, so that the processor waits for all of them at once. */
@inline
function touchTails(asked: usize, pieces: usize, hits: usize, end: usize, size: usize): void {
  let sum = 0
  for (; hits < end; hits += HIT) {
    const piece = pieces + <usize>load<i32>(hits) * PIECE
    const at = <usize>load<u32>(piece, 4) + <usize>load<i32>(hits, 4) * size
    for (let line = at; line < at + size; line += 64) sum += load<u8>(line)
  }
  store<i32>(asked, sum, TOUCHED)
}

/** What sketches say of `rows`, where it may be above `floor`, to `out`. Passage 0 is a place nobody took. Answers how many they are. */
export function weigh(asked: usize, pieces: usize, rows: usize, count: i32, floor: f32, out: usize): i32 {
  const first = out
  // What versions before wrote has no tails, and sketches of two numbers.
  const isBefore = load<i32>(asked, TAILS + GROUPS) == 0
  const size = <usize>load<i32>(asked, BYTES) + (isBefore ? 8 : 4)
  const end = rows + <usize>count * ROW
  for (let touched = rows; rows < end; rows += ROW) {
    if (rows == touched) {
      touched = min(end, rows + TOGETHER * ROW)
      touchSketches(asked, pieces, rows, touched, size)
    }
    const piece = pieces + <usize>load<i32>(rows) * PIECE
    const row = <usize>load<i32>(rows, 4)
    const reach = load<f32>(piece, 24) * load<f32>(piece, 40)
    const sketch = <usize>load<u32>(piece, 12) + row * size
    const more = isBefore ? load<f32>(sketch + size - 4) : load<f32>(rows, 8)
    const product = load<f32>(piece, 28) + more + estimateOf(asked, sketch)
    if (product + load<f32>(asked, DOUBT) * reach <= floor) continue
    const passage = load<u32>(<usize>load<u32>(piece, 8) + (row << 2))
    if (passage == 0) continue
    store<u32>(out, passage)
    store<f32>(out, product, 4)
    store<f32>(out, reach, 8)
    out += FOUND
  }
  return <i32>((out - first) / FOUND)
}

@inline
function touchSketches(asked: usize, pieces: usize, rows: usize, end: usize, size: usize): void {
  let sum = 0
  for (; rows < end; rows += ROW) {
    const piece = pieces + <usize>load<i32>(rows) * PIECE
    const at = <usize>load<u32>(piece, 12) + <usize>load<i32>(rows, 4) * size
    for (let line = at; line < at + size; line += 64) sum += load<u8>(line)
    sum += load<u8>(at + size - 1)
  }
  store<i32>(asked, sum, TOUCHED)
}

function wholeProduct(asked: usize, list: usize): f32 {
  const width = load<i32>(asked, WIDTH)
  const sum = dot(<usize>load<u32>(asked, MIDDLES) + list * width, <usize>load<u32>(asked, WHOLE), width)
  return <f32>sum * load<f32>(<usize>load<u32>(asked, SCALES) + (list << 2)) * load<f32>(asked, WHOLE_STEP)
}

/** What the signs of a sketch say of a product. */
@inline
function estimateOf(asked: usize, at: usize): f32 {
  const behind = at + <usize>load<i32>(asked, BYTES)
  const above = aboveSum(at, <usize>load<u32>(asked, SLICED), behind)
  const sum = <f32>((above << 1) - load<i32>(asked, TOTAL)) * load<f32>(asked, SKETCH_STEP)
  return load<f32>(behind) * sum
}

/** The sum of the query's components whose bits are set: five bits of each, of which the last counts against the others. */
@inline
function aboveSum(at: usize, planes: usize, end: usize): i32 {
  let ones: i64 = 0
  let twos: i64 = 0
  let fours: i64 = 0
  let eights: i64 = 0
  let against: i64 = 0
  for (; at < end; at += 8) {
    const bits = load<i64>(at)
    ones += popcnt<i64>(bits & load<i64>(planes))
    twos += popcnt<i64>(bits & load<i64>(planes, 8))
    fours += popcnt<i64>(bits & load<i64>(planes, 16))
    eights += popcnt<i64>(bits & load<i64>(planes, 24))
    against += popcnt<i64>(bits & load<i64>(planes, 32))
    planes += PLANES << 3
  }
  return <i32>(ones + (twos << 1) + (fours << 2) + (eights << 3) - (against << 4))
}

/** Bits of a component of a query beside sketches. */
const PLANES: usize = 5

/**
 * Takes `codes` (i8, -15 to 15; as many as a sketch of `bytes` has bits) apart into bits that lie as those of sketches do: of each eight bytes all first
 * bits, then all second ones.
 */
export function slice(codes: usize, bytes: i32, planes: usize): void {
  for (const end = planes + <usize>bytes * PLANES; planes < end; planes += PLANES << 4) {
    for (let plane: usize = 0; plane < PLANES; plane++) {
      let bits = i8x16.splat(0)
      for (let n: usize = 0; n < 8; n++) {
        const own = v128.and(i8x16.shr_u(v128.load(codes + (n << 4)), <i32>plane), i8x16.splat(1))
        bits = v128.or(bits, i8x16.shl(own, <i32>n))
      }
      v128.store64_lane(planes + (plane << 3), bits, 0)
      v128.store64_lane(planes + ((PLANES + plane) << 3), bits, 1)
    }
    codes += 128
  }
}
