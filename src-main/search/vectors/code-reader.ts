import { blockEntries } from './code-blocks.ts'
import type { CodeBook } from './code-book.ts'
import type { Kernel } from './kernel.ts'

/** Estimates products of a query with codes. */
export interface CodeReader {
  /** Takes a query as it is coded: turned (f32). */
  ask(query: number): void
  /** One more piece to be looked through by the next `scan`. */
  add(piece: Piece): void
  /** Looks through what was added and answers in how many blocks an estimate is above `floor`. */
  scan(floor: number): number
  /** One of them: good until the next scan. */
  hit(n: number): BlockHit
}

/** Blocks one behind the other. */
export interface Piece {
  readonly blocks: number
  readonly count: number
  /** Added to every estimate. */
  readonly base: number
}

export interface BlockHit {
  /** In the order in which pieces were added. */
  readonly piece: number
  readonly block: number
  /** Where its estimates begin, as an index of `f32`. */
  readonly estimates: number
}

const pieceBytes = 12

/** For at most so many pieces a scan. */
export function createCodeReader(kernel: Kernel, { address, groups }: CodeBook, mostPieces: number): CodeReader {
  const [table, constants, pieces] = [kernel.reserve(groups * 16), kernel.reserve(64), kernel.reserve(mostPieces * pieceBytes)]
  const room = { blocks: 0, out: 0, hits: 0 }
  // The sum over all groups has 16 bits.
  const most = Math.min(255, Math.floor(65_535 / groups))
  let [step, offset, count, blocks] = [1, 0, 0, 0]

  function makeRoom(): void {
    if (blocks <= room.blocks) return
    room.blocks = blocks * 2
    room.out = kernel.reserve(room.blocks * blockEntries * 4)
    room.hits = kernel.reserve(room.blocks * 8)
  }

  return {
    ask(query) {
      kernel.tabulate(query, address, groups, most, table, constants)
      const { f32 } = kernel.views()
      step = f32[constants / 4] ?? 1
      offset = f32[constants / 4 + 1] ?? 0
    },
    add(piece) {
      const { u32, f32 } = kernel.views()
      const at = (pieces + count * pieceBytes) / 4
      u32[at] = piece.blocks
      u32[at + 1] = piece.count
      f32[at + 2] = piece.base
      count += 1
      blocks += piece.count
    },
    scan(floor) {
      makeRoom()
      const found = kernel.scan(pieces, count, groups, table, step, offset, floor, room.out, room.hits)
      count = 0
      blocks = 0
      return found
    },
    hit(n) {
      const { u32 } = kernel.views()
      const at = room.hits / 4 + 2 * n
      return { piece: u32[at] ?? 0, block: u32[at + 1] ?? 0, estimates: room.out / 4 + n * blockEntries }
    },
  }
}
