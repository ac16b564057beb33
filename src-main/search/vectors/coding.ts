import { type BlockShape, paddedDimension } from './code-blocks.ts'
import { type CodeBook, draftBook, type Spread, signBook } from './code-book.ts'
import { createProjection, type Directions, type Projection } from './directions.ts'
import type { Kernel } from './kernel.ts'

/** How vectors of a generation are described. */
export interface Coding {
  /** Components of a turned vector. */
  readonly padded: number
  /** One bit for each component of a turned vector. */
  readonly signs: CodeBook
  /** Fewer bits, by learned directions, that tell of most rows that they are not wanted. */
  readonly drafts: Drafts | undefined
}

export interface Drafts extends Projection {
  readonly book: CodeBook
  /** How far a draft of a neighbour may lie below its product, for a row and a query at a distance of 1 from the middle. */
  readonly slack: number
}

/** What is learned of a generation's rows. */
export interface Description extends Spread {
  readonly directions: Directions
  readonly slack: number
}

export function createCoding(kernel: Kernel, dimension: number, description: Description | undefined): Coding {
  const coding = { padded: paddedDimension(dimension), signs: signBook(kernel, dimension) }
  if (description === undefined) return { ...coding, drafts: undefined }
  const projection = createProjection(kernel, description.directions)
  return { ...coding, drafts: { ...projection, book: draftBook(kernel, description), slack: description.slack } }
}

export const shapeOf = ({ signs, drafts }: Coding): BlockShape => ({ signs: signs.groups, drafts: drafts?.book.groups ?? 0 })
