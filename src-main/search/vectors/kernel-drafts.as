// Drafts of the vector index: heads and sketches.

/** Writes what `x` (f32[d]) is away from `centroid` into place `n` of a block of 16 heads: the nearest of what the codes of each group stand for. */
export function encodeHead(block: usize, n: i32, x: usize, centroid: usize, d: i32, book: usize, groups: i32): void {
  const away = book + <usize>groups * GROUP
  for (let at: usize = 0; at < <usize>d << 2; at += 16)
    v128.store(away + at, f32x4.sub(v128.load(x + at), v128.load(centroid + at)))
  for (let g = 0; g < groups; g++) putCode(block, g, n, nearestCode(book + <usize>g * GROUP, away))
}

/** Of a sketch: 128 components are 16 bytes, of which each bit stands for a sixteenth of them; behind the bits a factor and what is missed (f32 each). */
const WIDE: i32 = 128

/**
 * Writes to `out` on which side of `centroid` (f32[d]) `x` (f32[d], turned) lies in each component, and the two numbers that make what is estimated of
 * the product with a query right on average, as signs have them. The room for bits is a multiple of 16 bytes.
 */
export function encodeSketch(x: usize, centroid: usize, d: i32, out: usize): void {
  const bytes = <usize>((d + WIDE - 1) / WIDE) << 4
  memory.fill(out, 0, bytes)
  let square: f32 = 0
  let own: f32 = 0
  let product: f32 = 0
  let missed: f32 = 0
  for (let n = 0; n < d; n++) {
    const c = load<f32>(centroid + (<usize>n << 2))
    const r = load<f32>(x + (<usize>n << 2)) - c
    square += r * r
    product += r * c
    own += abs<f32>(r)
    missed += r < 0 ? -c : c
    if (r < 0) continue
    const byte = out + (<usize>(n / WIDE) << 4) + <usize>(n & 15)
    store<u8>(byte, load<u8>(byte) | ((<u8>1) << <u8>((n % WIDE) >> 4)))
  }
  const factor: f32 = own > 0 ? square / own : 0
  store<f32>(out + bytes, factor)
  store<f32>(out + bytes + 4, product - factor * missed)
}

/**
 * Of a piece of drafts: where its heads, passages and sketches lie (u32 each), its blocks (i32), the sum that heads must be above (i32) and what
 * estimates by sketches must be (f32).
 */
const PIECE: usize = 24
/** Of a block in which a head is above: its piece, its own number in it, the places (a bit for each), nothing (i32 each), and all sums (i16[16]). */
const HIT: usize = 48

/**
 * Sums up what `table` says of the heads in `count` pieces, sixteen at a step, and tells of blocks with one above what its piece asks for. Heads have
 * nothing but their bits: all that tells one list from another is in what is asked for. Four numbers of at most 63 are added before they need
 * sixteen bits, so `groups` is a multiple of four. Two blocks at once, for which the table is read once. Answers how many blocks there are in `hits`.
 */
export function sift(pieces: usize, count: i32, groups: i32, table: usize, hits: usize): i32 {
  const first = hits
  const size = <usize>groups << 3
  for (let piece = 0; piece < count; piece++) {
    const blocks = load<i32>(pieces + 12)
    const bar = i16x8.splat(<i16>load<i32>(pieces + 16))
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
  store<i32>(hits + 4, block)
  store<i32>(hits + 8, i8x16.bitmask(v128.bitselect(aboveEven, aboveOdd, i16x8.splat(0x00ff))))
  v128.store(hits + 16, v128.shuffle<i16>(even, odd, 0, 8, 1, 9, 2, 10, 3, 11))
  v128.store(hits + 32, v128.shuffle<i16>(even, odd, 4, 12, 5, 13, 6, 14, 7, 15))
  return HIT
}

/**
 * What sketches say of those that `hits` name, where it is above what the piece asks for: piece, passage (i32 each) and estimate (f32) to `out`. `planes`
 * are a query's components, taken apart by `slice`, in steps of `step`; `total` is their sum. Passage 0 is a place nobody took. Answers how many they are.
 */
export function weigh(pieces: usize, hits: usize, count: i32, planes: usize, bytes: i32, total: i32, step: f32, out: usize): i32 {
  const first = out
  const size = <usize>bytes + 8
  for (const end = hits + <usize>count * HIT; hits < end; hits += HIT) {
    const piece = pieces + <usize>load<i32>(hits) * PIECE
    const n = <usize>load<i32>(hits + 4) << 4
    const passages = <usize>load<u32>(piece + 4) + (n << 2)
    const sketches = <usize>load<u32>(piece + 8) + n * size
    const bar = load<f32>(piece + 20)
    for (let places = load<i32>(hits + 8); places != 0; places &= places - 1) {
      const place = <usize>ctz<i32>(places)
      const at = sketches + place * size
      const behind = at + <usize>bytes
      const above = aboveSum(at, planes, behind)
      const sum = <f32>((above << 1) - total) * step
      const estimate = load<f32>(behind) * sum + load<f32>(behind + 4)
      const passage = load<u32>(passages + (place << 2))
      if (estimate <= bar || passage == 0) continue
      store<i32>(out, load<i32>(hits))
      store<u32>(out + 4, passage)
      store<f32>(out + 8, estimate)
      out += 12
    }
  }
  return <i32>((out - first) / 12)
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
