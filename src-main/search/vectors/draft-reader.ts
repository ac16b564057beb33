import type { Centroids } from './centroids.ts'
import { blockEntries, partBytes, sketchBits } from './code-blocks.ts'
import type { CodeBook } from './code-book.ts'
import { type Coding, type Drafts, shapeOf } from './coding.ts'
import { sketchedMore } from './encode-row.ts'
import type { Kernel } from './kernel.ts'
import type { NearList } from './list-scanner.ts'
import type { Probe } from './probe.ts'
import { doubtOf } from './sign-error.ts'

/** Finds among drafts the rows that may be among the nearest of a query. */
export interface DraftReader {
  /** Takes what the probe was set to, and how near lists are to it as they were last asked for. */
  ask(probe: Probe): void
  /**
   * Looks through the heads of lists, at the tails of what these do not rule out, and at the sketches of what is left then. Answers how many rows may be
   * above `floor`.
   */
  look(lists: readonly NearList[], floor: number): number
  /** One of these rows: good until the next look. */
  row(n: number): DraftedRow
  /** What the head at a place of a block says of a product beside the middle, and what the tail at a place of a block of tails adds. */
  head(block: number, place: number): number
  tail(block: number, place: number): number
}

export interface DraftedRow {
  readonly passage: number
  /** As its sketch says. */
  readonly product: number
  /** How far apart it and the query may be beside the middle of its list; farther where sketches are off more. */
  readonly reach: number
}

export interface DraftReading {
  readonly coding: Coding
  readonly drafts: Drafts
  readonly centroids: Centroids
  /** Lists looked through at once, at most. */
  readonly most: number
}

// As kernel-drafts.as has them.
const askedBytes = 128
const pieceBytes = 44
const parts = 4
const hitBytes = 64
const rowBytes = 12
const foundBytes = 12
/** Four of them are added in eight bits. */
const mostInTable = 63
/** Of a component of the query beside sketches: five bits. */
const queryCodes = 15
const planeBits = 5

/** Sums of table entries are products: `sum * step + offset`. */
interface Table {
  readonly address: number
  readonly groups: number
  readonly step: number
  readonly offset: number
}

export function createDraftReader(kernel: Kernel, { coding, drafts, centroids, most }: DraftReading): DraftReader {
  const { padded } = coding
  const bytes = partBytes(shapeOf(coding))
  const [asked, pieces] = [kernel.reserve(askedBytes), kernel.reserve(most * pieceBytes)]
  const [tabulateHeads, tabulateTails] = [createTable(kernel, drafts.head), createTable(kernel, drafts.tail)]
  const sliceQuery = createSlicing(kernel, padded)
  const sketched = createSketched(kernel, drafts, padded)
  const room = { blocks: 0, hits: 0, rows: 0, found: 0 }
  let tables: { readonly heads: Table; readonly tails: Table } | undefined

  function makeRoom(blocks: number): void {
    if (blocks <= room.blocks) return
    room.blocks = blocks * 2
    room.hits = kernel.reserve(room.blocks * hitBytes)
    room.rows = kernel.reserve(room.blocks * blockEntries * rowBytes)
    room.found = kernel.reserve(room.blocks * blockEntries * foundBytes)
  }

  return {
    ask(probe) {
      const { turned, drafted = turned } = probe
      const [heads, tails] = [tabulateHeads(drafted.floats), tabulateTails(drafted.floats)]
      const { slack, tailSlack, error } = drafts.missed
      const { planes, step, total } = sliceQuery(sketched(probe))
      const [near, whole] = [centroids.addresses.drafted ?? centroids.addresses.turned, centroids.addresses.turned]
      const { i32, f32 } = kernel.views()
      const at = asked / 4
      i32.set([heads.address, heads.groups], at)
      f32.set([heads.step, heads.offset, slack], at + 2)
      i32.set([tails.address, tails.groups], at + 5)
      f32.set([tails.step, tails.offset, tailSlack, doubtOf(error)], at + 7)
      i32.set([near.near, near.halves, planes, sketchBits(padded), total], at + 11)
      f32[at + 16] = step
      i32.set([whole.rows, whole.scales, turned.codes, padded], at + 17)
      f32[at + 21] = turned.step()
      tables = { heads, tails }
    },
    look(lists, floor) {
      makeRoom(writePieces(kernel, lists, { to: pieces, bytes }))
      const sifted = kernel.sift(asked, pieces, lists.length, floor, room.hits)
      const refined = kernel.refine(asked, pieces, room.hits, sifted, floor, room.rows)
      return kernel.weigh(asked, pieces, room.rows, refined, floor, room.found)
    },
    row(n) {
      const { u32, f32 } = kernel.views()
      const at = (room.found + n * foundBytes) / 4
      return { passage: u32[at] ?? 0, product: f32[at + 1] ?? 0, reach: f32[at + 2] ?? 0 }
    },
    head: (block, place) => productOf(kernel, tables?.heads, [block, place]),
    tail: (block, place) => productOf(kernel, tables?.tails, [block, place]),
  }
}

function createTable(kernel: Kernel, book: CodeBook | undefined): (query: number) => Table {
  if (book === undefined) return () => ({ address: 0, groups: 0, step: 1, offset: 0 })
  const { address, groups } = book
  const [table, constants] = [kernel.reserve(groups * 16), kernel.reserve(64)]
  return (query) => {
    kernel.tabulate(query, address, groups, mostInTable, table, constants)
    const { f32 } = kernel.views()
    return { address: table, groups, step: f32[constants / 4] ?? 1, offset: f32[constants / 4 + 1] ?? 0 }
  }
}

const productOf = (kernel: Kernel, table: Table | undefined, [block, place]: readonly [number, number]): number =>
  table ? kernel.headSum(block, place, table.groups, table.address) * table.step + table.offset : 0

/** The query as sketches are of rows. */
function createSketched(kernel: Kernel, { tail, width, take }: Drafts, padded: number): (probe: Probe) => number {
  const [less, rest] = [kernel.reserve(width * 4), kernel.reserve(padded * 4)]
  return ({ turned, drafted }) => {
    if (tail === undefined || drafted === undefined) return turned.floats
    const { f32 } = kernel.views()
    for (let n = 0; n < width; n++) f32[less / 4 + n] = (f32[drafted.floats / 4 + n] ?? 0) * (1 - 1 / sketchedMore)
    take(less, turned.floats, rest)
    return rest
  }
}

interface Sliced {
  readonly planes: number
  /** What one of its numbers stands for. */
  readonly step: number
  /** Of its numbers. */
  readonly total: number
}

/** A query as sketches are compared with it. */
function createSlicing(kernel: Kernel, padded: number): (query: number) => Sliced {
  const bytes = sketchBits(padded)
  const [codes, narrow, planes] = [kernel.reserve(padded * 2), kernel.reserve(bytes * 8), kernel.reserve(bytes * planeBits)]
  return (query) => {
    const step = kernel.code(query, padded, queryCodes, codes)
    const { i8, i16 } = kernel.views()
    i8.set(i16.subarray(codes / 2, codes / 2 + padded), narrow)
    kernel.slice(narrow, bytes, planes)
    return { planes, step, total: i8.subarray(narrow, narrow + padded).reduce((sum, code) => sum + code, 0) }
  }
}

/** Answers how many blocks they are. */
function writePieces(
  kernel: Kernel,
  lists: readonly NearList[],
  { to, bytes }: { to: number; bytes: readonly number[] },
): number {
  const { i32, f32 } = kernel.views()
  let [at, all] = [to / 4, 0]
  for (const { list, codes, first, blocks, allowance } of lists) {
    for (let part = 0; part < parts; part++) i32[at + part] = (codes.parts[part] ?? 0) + first * (bytes[part] ?? 0)
    i32[at + parts] = blocks
    i32[at + parts + 1] = list
    f32[at + parts + 4] = allowance.slack
    f32[at + parts + 5] = allowance.tailSlack
    f32[at + parts + 6] = allowance.wider
    at += pieceBytes / 4
    all += blocks
  }
  return all
}
