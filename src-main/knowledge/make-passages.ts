import { createHash } from 'node:crypto'
import type { DocumentHeading, DocumentPiece } from '../../src-shared/engine/parser.ts'
import { type Passage, packUnits } from '../../src-shared/retrieval/chunk-text.ts'
import { embeddingText } from '../../src-shared/retrieval/embedding-text.ts'
import { createPlaceFinder } from '../../src-shared/retrieval/find-place.ts'
import { splitUnits, type TextUnit } from '../../src-shared/retrieval/split-units.ts'
import type { PassageRow } from '../../src-shared/rows/knowledge.ts'
import type { Place } from '../../src-shared/rows/place.ts'
import { partsOf } from './parts-apart.ts'

export interface PassageSource {
  readonly documentId: string
  readonly title: string
}

export interface PassageOptions {
  /** By the embedder's own tokenizer. */
  readonly count: (texts: readonly string[]) => Promise<readonly number[]>
  /** What the embedder looks at of a text; passages stay below it. */
  readonly maxTokens: number
}

/** Makes the passages of one document of the pieces of its text, in order: those that are embedded and found. */
export type PassageMaker = (piece: DocumentPiece) => Promise<PassageRow[]>

/** What is carried from one piece to the next. */
interface Carried {
  /** Characters before the piece. */
  base: number
  position: number
  /** Headings that the beginning of the piece stands below. */
  headings: readonly DocumentHeading[]
  readonly timesSeen: Map<string, number>
  place: Place | undefined
}

export function createPassageMaker(source: PassageSource, { count, maxTokens }: PassageOptions): PassageMaker {
  const carried: Carried = { base: 0, position: 0, headings: [], timesSeen: new Map(), place: undefined }
  const passageTokens = Math.max(leastTokens, Math.min(mostTokens, maxTokens - headTokens))

  async function makeOf(piece: DocumentPiece): Promise<PassageRow[]> {
    const headings = [...carried.headings, ...piece.headings]
    const units = splitUnits({ ...piece, headings })
    const tokenCounts = await countUnits(piece.text, units, count)
    const sizes = units.map(({ start, end }, at) => sizeOf(tokenCounts[at] ?? 0, end - start))
    const passages = packUnits(units, sizes, { maxTokens: passageTokens, overlapTokens: Math.floor(passageTokens / 8) })
    const rows = toRows({ ...source, piece, carried }, passages)
    carried.base += piece.text.length
    carried.position += rows.length
    carried.headings = openHeadings(headings)
    return rows
  }

  return async (piece) => {
    const rows: PassageRow[] = []
    for (const { part, isApart, place } of partsOf(piece, carried.place)) {
      // What stands apart stands below no heading of what is before it.
      if (isApart) carried.headings = []
      carried.place = place
      rows.push(...(await makeOf(part)))
    }
    return rows
  }
}

/**
 * Small: the nearer a passage is to one statement, the nearer its vector is to a question about it. What is handed on has its
 * surroundings (`search/surround-passage.ts`). Of 64, 96, 128 and 192 tokens 64 found most (`docs/retrieval.md`).
 */
const mostTokens = 64
const leastTokens = 32

/** Characters of an English token where tokens are short: English text is cut by its tokens. */
const charactersPerToken = 3.4

/**
 * A tokenizer that has learned English cuts other languages into twice as many pieces. A passage of theirs should still hold
 * as much as an English one, so pieces count up to half of what they are where they are short.
 */
const sizeOf = (tokens: number, characters: number): number =>
  Math.min(tokens, Math.ceil(Math.max(characters / charactersPerToken, tokens / 2)))
/** Left free for the title, the headings and the special tokens that are embedded with the passage. */
const headTokens = 64

/** Units per question to the tokenizer: few enough that it hears an abort soon. */
const unitsPerCount = 1000

async function countUnits(text: string, units: readonly TextUnit[], count: PassageOptions['count']): Promise<number[]> {
  const counts: number[] = []
  for (let from = 0; from < units.length; from += unitsPerCount) {
    const texts = units.slice(from, from + unitsPerCount).map(({ start, end }) => text.slice(start, end))
    counts.push(...(await count(texts)))
  }
  return counts
}

/** The headings that what follows stands below, as headings of the very beginning of the next piece. */
function openHeadings(headings: readonly DocumentHeading[]): DocumentHeading[] {
  const open: DocumentHeading[] = []
  for (const heading of headings) {
    while ((open.at(-1)?.level ?? 0) >= heading.level) open.pop()
    open.push({ ...heading, start: 0 })
  }
  return open
}

interface PieceSource extends PassageSource {
  readonly piece: DocumentPiece
  readonly carried: Carried
}

function toRows({ documentId, title, piece, carried }: PieceSource, passages: readonly Passage[]): PassageRow[] {
  const { base, position: before, timesSeen } = carried
  const placeOf = createPlaceFinder(piece.text, piece.places)
  return passages.map(({ start, end, page, headingPath, tokens }, index) => {
    const text = piece.text.slice(start, end)
    const heading = [...headingPath]
    const embedded = embeddingText({ title, heading, text })
    // Hashes, not texts: a document may have hundreds of thousands.
    const seen = passageId([embedded])
    const nth = timesSeen.get(seen) ?? 0
    timesSeen.set(seen, nth + 1)
    return {
      id: passageId([documentId, String(nth), embedded]),
      document_id: documentId,
      position: before + index,
      start: base + start,
      end: base + end,
      page,
      place: placeOf(start, end),
      heading,
      tokens,
      text,
    }
  })
}

/** The same for the same words below the same headings of the same document, wherever they moved: their vector stays. */
const passageId = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
