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
 * What is asked: the table of heads (u32), its groups (i32), what makes a sum of a head a product (`sum * step + offset`, f32 each), how far a head may lie
 * below the truth and a sketch may (f32 each, at a distance of 1 from the middle); how near middles are and half their squares (u32 each, as `nearness` has
 * them); a query in planes for sketches (u32), the bytes of their bits (i32), the sum of its components (i32) and what one of them stands for (f32);
 * middles (i8) and their scales (u32 each), the query for these (u32, i16), the components of both (i32) and what one of them stands for (f32).
 */
@inline const TABLE: usize = 0
@inline const GROUPS: usize = 4
@inline const STEP: usize = 8
@inline const OFFSET: usize = 12
@inline const SLACK: usize = 16
@inline const DOUBT: usize = 20
@inline const NEAR: usize = 24
@inline const HALVES: usize = 28
@inline const SLICED: usize = 32
@inline const BYTES: usize = 36
@inline const TOTAL: usize = 40
@inline const SKETCH_STEP: usize = 44
@inline const MIDDLES: usize = 48
@inline const SCALES: usize = 52
@inline const WHOLE: usize = 56
@inline const WIDTH: usize = 60
@inline const WHOLE_STEP: usize = 64
@inline const TOUCHED: usize = 68

/** Of a piece of drafts: where its heads, passages and sketches lie (u32 each), its blocks and its list (i32 each), and room for its reach (f32). */
const PIECE: usize = 24
/** Of a block in which a head is above: its piece, its own number in it, and the places (a bit for each; i32 each). */
const HIT: usize = 12
/** Of a row that may be among the best: its passage (u32), its product by its sketch, and how far the query may be from it (f32 each). */
const FOUND: usize = 12
/** What lies where the processor does not expect it is asked for together: so many blocks. */
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
    const blocks = load<i32>(pieces, 12)
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

/** What sums of heads of a piece must be above, whose reach it writes. */
function barOf(asked: usize, piece: usize, floor: f32): i16 {
  const list = <usize>load<i32>(piece, 16) << 2
  const half = load<f32>(<usize>load<u32>(asked, HALVES) + list)
  const product = load<f32>(<usize>load<u32>(asked, NEAR) + list) + half
  const reach = sqrt<f32>(max<f32>(0, 1 - 2 * half) * max<f32>(0, 1 - 2 * (product - half)))
  store<f32>(piece, reach, 20)
  const least = floor - product - load<f32>(asked, SLACK) * reach
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
  const aboveEven = i16x8.gt_s(i16x8.sub(both, i16x8.shl(odd, 8)), bar)
  const aboveOdd = i16x8.gt_s(odd, bar)
  if (!v128.any_true(v128.or(aboveEven, aboveOdd))) return 0
  store<i32>(hits, piece)
  store<i32>(hits, block, 4)
  store<i32>(hits, i8x16.bitmask(v128.bitselect(aboveEven, aboveOdd, i16x8.splat(0x00ff))), 8)
  return HIT
}

/**
 * What sketches say of the rows that `hits` name, where it may be above `floor`, to `out`. Passage 0 is a place nobody took. Answers how many they are.
 * Only for lists of which something is left the product with all components of the middle is worth its while.
 */
export function weigh(asked: usize, pieces: usize, hits: usize, count: i32, floor: f32, out: usize): i32 {
  const first = out
  const size = <usize>load<i32>(asked, BYTES) + 8
  let last = -1
  let whole: f32 = 0
  let reach: f32 = 0
  let bar: f32 = 0
  const end = hits + <usize>count * HIT
  for (let touched = hits; hits < end; hits += HIT) {
    if (hits == touched) {
      touched = min(end, hits + TOGETHER * HIT)
      touch(asked, pieces, hits, touched, size)
    }
    const number = load<i32>(hits)
    const piece = pieces + <usize>number * PIECE
    if (number != last) {
      last = number
      whole = wholeProduct(asked, <usize>load<i32>(piece, 16))
      reach = load<f32>(piece, 20)
      bar = floor - whole - load<f32>(asked, DOUBT) * reach
    }
    const n = <usize>load<i32>(hits, 4) << 4
    for (let places = load<i32>(hits, 8); places != 0; places &= places - 1) {
      const place = n + <usize>ctz<i32>(places)
      const estimate = estimateOf(asked, <usize>load<u32>(piece, 8) + place * size)
      const passage = load<u32>(<usize>load<u32>(piece, 4) + (place << 2))
      if (estimate <= bar || passage == 0) continue
      store<u32>(out, passage)
      store<f32>(out, estimate + whole, 4)
      store<f32>(out, reach, 8)
      out += FOUND
    }
  }
  return <i32>((out - first) / FOUND)
}

/** Loads a little of each sketch, so that the processor waits for all of them at once. */
@inline
function touch(asked: usize, pieces: usize, hits: usize, end: usize, size: usize): void {
  let sum = 0
  for (; hits < end; hits += HIT) {
    const piece = pieces + <usize>load<i32>(hits) * PIECE
    const block = <usize>load<u32>(piece, 8) + (<usize>load<i32>(hits, 4) << 4) * size
    for (let places = load<i32>(hits, 8); places != 0; places &= places - 1) {
      const at = block + <usize>ctz<i32>(places) * size
      sum += load<u8>(at) + load<u8>(at, 64) + load<u8>(at + size - 1)
    }
  }
  store<i32>(asked, sum, TOUCHED)
}

function wholeProduct(asked: usize, list: usize): f32 {
  const width = load<i32>(asked, WIDTH)
  const sum = dot(<usize>load<u32>(asked, MIDDLES) + list * width, <usize>load<u32>(asked, WHOLE), width)
  return <f32>sum * load<f32>(<usize>load<u32>(asked, SCALES) + (list << 2)) * load<f32>(asked, WHOLE_STEP)
}

/** What a sketch says of a product beside the middle. */
@inline
function estimateOf(asked: usize, at: usize): f32 {
  const behind = at + <usize>load<i32>(asked, BYTES)
  const above = aboveSum(at, <usize>load<u32>(asked, SLICED), behind)
  const sum = <f32>((above << 1) - load<i32>(asked, TOTAL)) * load<f32>(asked, SKETCH_STEP)
  return load<f32>(behind) * sum + load<f32>(behind, 4)
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
