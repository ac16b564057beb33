import type { DocumentPiece } from '../../../src-shared/engine/parser.ts'
import { pieceCharacters } from '../../../src-shared/engine/parser.ts'

type Structure = Pick<DocumentPiece, 'headings' | 'places' | 'blocks'>

/** Collects whole lines, records or messages until they make a piece. */
export interface PieceWriter {
  /** Offsets are those of the text that is added. */
  add(text: string, structure?: Partial<Structure>): void
  length(): number
  isFull(): boolean
  /** What was collected; the next piece begins behind it. undefined when there is nothing. */
  take(): DocumentPiece | undefined
}

export function createPieceWriter(): PieceWriter {
  let parts: string[] = []
  let length = 0
  let structure: Structure = { headings: [], places: [], blocks: [] }
  return {
    add(text, { headings = [], places = [], blocks = [] } = {}) {
      for (const heading of headings) structure.headings.push({ ...heading, start: length + heading.start })
      for (const place of places) structure.places.push({ ...place, start: length + place.start })
      for (const block of blocks) structure.blocks.push({ ...block, start: length + block.start, end: length + block.end })
      parts.push(text)
      length += text.length
    },
    length: () => length,
    isFull: () => length >= pieceCharacters,
    take() {
      if (length === 0) return undefined
      const piece: DocumentPiece = { part: 'text', text: parts.join(''), pages: [], ...structure }
      parts = []
      length = 0
      structure = { headings: [], places: [], blocks: [] }
      return piece
    },
  }
}
