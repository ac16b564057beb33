import { type BlockShape, paddedDimension, sketchBytes } from './code-blocks.ts'
import { type CodeBook, headBook, type Spread, signBook } from './code-book.ts'
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
  /** How far a neighbour's head may lie below its product, for a row and a query at a distance of 1 from the middle of the list. */
  readonly slack: number
  /** The same of a row's own head and its product with itself, which hardly any row of the training misses by more. */
  readonly ownMiss: number
}

/** What is learned of a generation's rows. */
export interface Description extends Spread, Pick<Drafts, 'slack' | 'ownMiss'> {
  readonly directions: Directions
}

export function createCoding(kernel: Kernel, dimension: number, description: Description | undefined): Coding {
  const coding = { padded: paddedDimension(dimension), signs: signBook(kernel, dimension), unread: 0 }
  if (description === undefined) return { ...coding, drafts: undefined }
  const { directions, slack, ownMiss } = description
  return { ...coding, drafts: { ...createProjection(kernel, directions), head: headBook(kernel, description), slack, ownMiss } }
}

export const shapeOf = ({ padded, signs, drafts, unread }: Coding): BlockShape =>
  drafts
    ? { kind: 'drafts', groups: drafts.head.groups, sketch: sketchBytes(padded) }
    : { kind: 'signs', groups: signs.groups, unread }
