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
}

/** What is learned of a generation's rows. */
export interface Description extends Spread {
  readonly directions: Directions
  readonly slack: number
}

export function createCoding(kernel: Kernel, dimension: number, description: Description | undefined): Coding {
  const coding = { padded: paddedDimension(dimension), signs: signBook(kernel, dimension), unread: 0 }
  if (description === undefined) return { ...coding, drafts: undefined }
  const projection = createProjection(kernel, description.directions)
  return { ...coding, drafts: { ...projection, head: headBook(kernel, description), slack: description.slack } }
}

export const shapeOf = ({ padded, signs, drafts, unread }: Coding): BlockShape =>
  drafts
    ? { kind: 'drafts', groups: drafts.head.groups, sketch: sketchBytes(padded) }
    : { kind: 'signs', groups: signs.groups, unread }
