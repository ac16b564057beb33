import type { Middle } from './centroids.ts'
import { blockBytes } from './code-blocks.ts'
import type { CodeBook } from './code-book.ts'
import type { Coding } from './coding.ts'
import type { Kernel } from './kernel.ts'
import type { Probe } from './probe.ts'

export interface EncodedPlace {
  readonly block: number
  readonly place: number
  readonly middle: Middle
  readonly passage: number
}

export type EncodeRow = (at: EncodedPlace, probe: Probe) => void

/** Writes what the probe was set to into a place of a block, signs and draft. */
export function createEncoder(kernel: Kernel, { signs, drafts }: Coding): EncodeRow {
  const behind = blockBytes(signs.groups)

  function encode(book: CodeBook, block: number, { vector, middle, place, passage }: CodedPlace): void {
    kernel.encode(block, place, vector, middle, book.width, book.address, book.groups, book.mean, book.isSigns, passage)
  }

  return ({ block, place, middle, passage }, { turned, drafted }) => {
    encode(signs, block, { vector: turned.floats, middle: middle.turned, place, passage })
    if (drafts === undefined || drafted === undefined || middle.drafted === undefined) return
    encode(drafts.book, block + behind, { vector: drafted.floats, middle: middle.drafted, place, passage })
  }
}

/** Addresses of a vector and of what it is coded against. */
interface CodedPlace {
  readonly vector: number
  readonly middle: number
  readonly place: number
  readonly passage: number
}
