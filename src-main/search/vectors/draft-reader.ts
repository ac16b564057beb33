import { blockEntries, sketchBits } from './code-blocks.ts'
import type { CodeBook } from './code-book.ts'
import type { Kernel } from './kernel.ts'
import type { Probe } from './probe.ts'

/** Estimates products of a query with what rows are away from the middle of their list. */
export interface DraftReader {
  /** Takes what the probe was set to. */
  ask(probe: Probe): void
  /** Looks through the heads of pieces and answers in how many blocks one is above its piece's bar. */
  sift(pieces: readonly DraftPiece[]): number
  /** One of these blocks: good until the next sift. */
  block(n: number): SiftedBlock
  /** The head at a place of such a block. */
  head(block: SiftedBlock, place: number): number
  /** From now on only sketches above `least` of a piece are told of. */
  setBar(piece: number, least: number): void
  /** Looks at the sketches of what `sift` found, and answers how many there are above their piece's bar. */
  weigh(): number
  /** One of these. */
  sketch(n: number): WeighedSketch
}

/** Blocks one behind the other, part by part. */
export interface DraftPiece {
  readonly heads: number
  readonly passages: number
  readonly sketches: number
  readonly count: number
  /** What heads must be above. */
  readonly least: number
}

export interface SiftedBlock {
  readonly n: number
  /** In the order of the pieces. */
  readonly piece: number
  readonly block: number
  /** A bit for each place that is above. */
  readonly places: number
}

export interface WeighedSketch {
  readonly piece: number
  readonly passage: number
  readonly estimate: number
}

const pieceBytes = 24
const hitBytes = 48
const foundBytes = 12
const lowest = -1e30
/** Four of them are added in eight bits. */
const mostInTable = 63
const mostInHead = 32_767
/** Of a component of the query beside sketches: five bits. */
const queryCodes = 15
const planeBits = 5

/** For at most so many pieces a sift. */
export function createDraftReader(
  kernel: Kernel,
  { padded, head }: { padded: number; head: CodeBook },
  mostPieces: number,
): DraftReader {
  const [table, constants, pieces] = [
    kernel.reserve(head.groups * 16),
    kernel.reserve(64),
    kernel.reserve(mostPieces * pieceBytes),
  ]
  const bytes = sketchBits(padded)
  const [codes, query, planes] = [kernel.reserve(padded * 2), kernel.reserve(bytes * 8), kernel.reserve(bytes * planeBits)]
  const room = { blocks: 0, hits: 0, found: 0 }
  let [step, offset, sketchStep, total, sifted] = [1, 0, 1, 0, 0]

  function makeRoom(sought: readonly DraftPiece[]): void {
    const blocks = sought.reduce((sum, { count }) => sum + count, 0)
    if (blocks <= room.blocks) return
    room.blocks = blocks * 2
    room.hits = kernel.reserve(room.blocks * hitBytes)
    room.found = kernel.reserve(room.blocks * blockEntries * foundBytes)
  }

  return {
    ask({ turned, drafted }) {
      if (drafted) kernel.tabulate(drafted.floats, head.address, head.groups, mostInTable, table, constants)
      sketchStep = kernel.code(turned.floats, padded, queryCodes, codes)
      const { f32, i8, i16 } = kernel.views()
      step = f32[constants / 4] ?? 1
      offset = f32[constants / 4 + 1] ?? 0
      i8.set(i16.subarray(codes / 2, codes / 2 + padded), query)
      kernel.slice(query, bytes, planes)
      total = i8.subarray(query, query + padded).reduce((sum, code) => sum + code, 0)
    },
    sift(sought) {
      makeRoom(sought)
      writePieces(kernel, sought, { to: pieces, step, offset })
      sifted = kernel.sift(pieces, sought.length, head.groups, table, room.hits)
      return sifted
    },
    block(n) {
      const { i32 } = kernel.views()
      const at = (room.hits + n * hitBytes) / 4
      return { n, piece: i32[at] ?? 0, block: i32[at + 1] ?? 0, places: i32[at + 2] ?? 0 }
    },
    head: ({ n }, place) => (kernel.views().i16[(room.hits + n * hitBytes) / 2 + 8 + place] ?? 0) * step + offset,
    setBar(piece, least) {
      kernel.views().f32[(pieces + piece * pieceBytes) / 4 + 5] = least
    },
    weigh: () => kernel.weigh(pieces, room.hits, sifted, planes, bytes, total, sketchStep, room.found),
    sketch(n) {
      const { i32, u32, f32 } = kernel.views()
      const at = (room.found + n * foundBytes) / 4
      return { piece: i32[at] ?? 0, passage: u32[at + 1] ?? 0, estimate: f32[at + 2] ?? 0 }
    },
  }
}

interface Writing {
  readonly to: number
  /** What makes a sum of a head a product: `sum * step + offset`. */
  readonly step: number
  readonly offset: number
}

/** As kernel-drafts.as has them. */
function writePieces(kernel: Kernel, pieces: readonly DraftPiece[], { to, step, offset }: Writing): void {
  const { i32, f32 } = kernel.views()
  let at = to / 4
  for (const { heads, passages, sketches, count, least } of pieces) {
    i32[at] = heads
    i32[at + 1] = passages
    i32[at + 2] = sketches
    i32[at + 3] = count
    i32[at + 4] = Math.max(-1, Math.min(mostInHead, Math.floor((least - offset) / step)))
    f32[at + 5] = lowest
    at += pieceBytes / 4
  }
}
