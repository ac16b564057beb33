import type { Centroids } from './centroids.ts'
import { blockEntries, sketchBits } from './code-blocks.ts'
import type { Coding, Drafts } from './coding.ts'
import type { Kernel } from './kernel.ts'
import type { Probe } from './probe.ts'
import { signDoubt } from './sign-error.ts'

/** Finds among drafts the rows that may be among the nearest of a query. */
export interface DraftReader {
  /** Takes what the probe was set to, and how near lists are to it as they were last asked for. */
  ask(probe: Probe): void
  /** Looks through the heads of pieces, and at the sketches of what these do not rule out; answers how many rows may be above `floor`. */
  look(pieces: readonly DraftPiece[], floor: number): number
  /** One of these rows: good until the next look. */
  row(n: number): DraftedRow
  /** What the head at a place of a block says of a product beside the middle. */
  head(block: number, place: number): number
}

/** Blocks one behind the other, part by part. */
export interface DraftPiece {
  readonly list: number
  readonly heads: number
  readonly passages: number
  readonly sketches: number
  readonly blocks: number
}

export interface DraftedRow {
  readonly passage: number
  /** As its sketch says. */
  readonly product: number
  /** How far apart it and the query may be beside the middle of its list. */
  readonly reach: number
}

export interface DraftReading {
  readonly coding: Coding
  readonly drafts: Drafts
  readonly centroids: Centroids
  /** Pieces looked through at once, at most. */
  readonly mostPieces: number
}

// As kernel-drafts.as has them.
const askedBytes = 72
const pieceBytes = 24
const hitBytes = 12
const foundBytes = 12
/** Four of them are added in eight bits. */
const mostInTable = 63
/** Of a component of the query beside sketches: five bits. */
const queryCodes = 15
const planeBits = 5

export function createDraftReader(kernel: Kernel, { coding, drafts, centroids, mostPieces }: DraftReading): DraftReader {
  const { padded } = coding
  const { head, slack } = drafts
  const bytes = sketchBits(padded)
  const [asked, pieces] = [kernel.reserve(askedBytes), kernel.reserve(mostPieces * pieceBytes)]
  const [table, constants] = [kernel.reserve(head.groups * 16), kernel.reserve(64)]
  const [codes, narrow, planes] = [kernel.reserve(padded * 2), kernel.reserve(bytes * 8), kernel.reserve(bytes * planeBits)]
  const room = { blocks: 0, hits: 0, found: 0 }

  function makeRoom(sought: readonly DraftPiece[]): void {
    const blocks = sought.reduce((sum, piece) => sum + piece.blocks, 0)
    if (blocks <= room.blocks) return
    room.blocks = blocks * 2
    room.hits = kernel.reserve(room.blocks * hitBytes)
    room.found = kernel.reserve(room.blocks * blockEntries * foundBytes)
  }

  /** Answers what one of its components stands for, and their sum. */
  function sliceQuery(floats: number): { sketchStep: number; total: number } {
    const sketchStep = kernel.code(floats, padded, queryCodes, codes)
    const { i8, i16 } = kernel.views()
    i8.set(i16.subarray(codes / 2, codes / 2 + padded), narrow)
    kernel.slice(narrow, bytes, planes)
    return { sketchStep, total: i8.subarray(narrow, narrow + padded).reduce((sum, code) => sum + code, 0) }
  }

  function step(): { step: number; offset: number } {
    const { f32 } = kernel.views()
    return { step: f32[constants / 4] ?? 1, offset: f32[constants / 4 + 1] ?? 0 }
  }

  return {
    ask({ turned, drafted }) {
      if (drafted) kernel.tabulate(drafted.floats, head.address, head.groups, mostInTable, table, constants)
      const { sketchStep, total } = sliceQuery(turned.floats)
      const [near, whole] = [centroids.addresses.drafted ?? centroids.addresses.turned, centroids.addresses.turned]
      const { i32, f32 } = kernel.views()
      i32.set([table, head.groups], asked / 4)
      f32.set([step().step, step().offset, slack, signDoubt(padded)], asked / 4 + 2)
      i32.set([near.near, near.halves, planes, bytes, total], asked / 4 + 6)
      f32[asked / 4 + 11] = sketchStep
      i32.set([whole.rows, whole.scales, turned.codes, padded], asked / 4 + 12)
      f32[asked / 4 + 16] = turned.step()
    },
    look(sought, floor) {
      makeRoom(sought)
      writePieces(kernel, sought, pieces)
      const sifted = kernel.sift(asked, pieces, sought.length, floor, room.hits)
      return kernel.weigh(asked, pieces, room.hits, sifted, floor, room.found)
    },
    row(n) {
      const { u32, f32 } = kernel.views()
      const at = (room.found + n * foundBytes) / 4
      return { passage: u32[at] ?? 0, product: f32[at + 1] ?? 0, reach: f32[at + 2] ?? 0 }
    },
    head: (block, place) => kernel.headSum(block, place, head.groups, table) * step().step + step().offset,
  }
}

function writePieces(kernel: Kernel, pieces: readonly DraftPiece[], to: number): void {
  const { i32 } = kernel.views()
  let at = to / 4
  for (const { heads, passages, sketches, blocks, list } of pieces) {
    i32[at] = heads
    i32[at + 1] = passages
    i32[at + 2] = sketches
    i32[at + 3] = blocks
    i32[at + 4] = list
    at += pieceBytes / 4
  }
}
