import { type BlockShape, paddedDimension, sketchBytes } from './code-blocks.ts'
import { type BitShares, type CodeBook, headBook, leftOf, type Spread, signBook } from './code-book.ts'
import { createProjection, type Directions, type Projection } from './directions.ts'
import type { Kernel } from './kernel.ts'

/** How vectors of a generation are described: by drafts, which are heads and sketches, or else by signs in blocks. */
export interface Coding {
  /** Components of a turned vector. */
  readonly padded: number
  /** One bit for each component of a turned vector. */
  readonly signs: CodeBook
  /** What a vector is in learned directions, in few bits, which tell of most rows that they are not wanted. */
  readonly drafts: Drafts | undefined
  /** Bytes behind the signs of a block that versions before this one wrote. */
  readonly unread: number
}

export interface Drafts extends Projection {
  readonly head: CodeBook
  /** What heads leave of a row; undefined where a version before this one wrote none, whose sketches are of all of a row then. */
  readonly tail: CodeBook | undefined
  readonly missed: Missed
}

/** How far neighbours may lie below their products by what is told of them, for a row and a query at a distance of 1 from the middle of the list. */
export interface Missed {
  /** By their heads. */
  readonly slack: number
  /** By heads and tails. */
  readonly tailSlack: number
  /** What sketches are usually off. */
  readonly error: number
  /** By their own heads, and by heads and tails, hardly any row of the training lies farther below its product with itself. */
  readonly itself: { readonly byHead: number; readonly byTail: number }
}

/** What is learned of a generation's rows. */
export interface Description extends Spread {
  readonly directions: Directions
  /** Undefined for what a version before this one wrote. */
  readonly tailShares: BitShares | undefined
  readonly missed: Missed
}

export function createCoding(kernel: Kernel, dimension: number, description: Description | undefined): Coding {
  const coding = { padded: paddedDimension(dimension), signs: signBook(kernel, dimension), unread: 0 }
  if (description === undefined) return { ...coding, drafts: undefined }
  const projection = createProjection(kernel, description.directions)
  const { tailShares, missed } = description
  const tail = tailShares && headBook(kernel, { deviations: leftOf(description), shares: tailShares })
  return { ...coding, drafts: { ...projection, head: headBook(kernel, description), tail, missed } }
}

export const shapeOf = ({ padded, signs, drafts, unread }: Coding): BlockShape =>
  drafts ? draftShape(padded, drafts.head.groups, drafts.tail?.groups ?? 0) : { kind: 'signs', groups: signs.groups, unread }

export const draftShape = (padded: number, groups: number, tail: number): BlockShape => ({
  kind: 'drafts',
  groups,
  tail,
  sketch: sketchBytes(padded, tail),
})
