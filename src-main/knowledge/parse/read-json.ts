import { type DocumentHeading, type DocumentPiece, parserError } from '../../../src-shared/engine/parser.ts'
import { pathOfLine } from '../../../src-shared/retrieval/find-place.ts'
import { cutDocument } from './cut-document.ts'
import { decodeText } from './decode-text.ts'
import { flattenJson } from './flatten-json.ts'
import type { Asked } from './kind-of-file.ts'
import { parseCode } from './parse-code.ts'
import type { PieceStream } from './piece-stream.ts'
import { createPieceWriter } from './piece-writer.ts'
import type { OpenFile } from './read-bounded.ts'
import { readRecords } from './read-records.ts'
import { refuse } from './refuse.ts'
import { wellFormed } from './well-formed.ts'

/** A JSON document as lines of paths and values. What is no JSON, or not to its end, stays as it is; lines of records are read as such. */
export async function* readJson(file: OpenFile, asked: Asked): PieceStream {
  const { limits, signal } = asked
  if (file.sizeBytes > limits.text_bytes) return yield* readRecords(file, asked)
  const decoded = decodeText(await file.read(file.sizeBytes, signal))
  if (!decoded) return refuse(parserError.unsupported, { found: 'bytes' })
  const text = wellFormed(decoded.text)
  // Looked at first: values that were written before the end turned out wrong could not be taken back.
  const shape = flattenJson(text)
  if (shape === 'whole') yield* piecesOf(text)
  else if (shape === 'begun' && isRecords(text)) return yield* readRecords(file, asked)
  else yield* cutDocument(parseCode(text, asked.name))
  return { warnings: decoded.warnings }
}

/** Each line begins and ends like a record. */
const isRecords = (text: string): boolean =>
  text
    .slice(0, 100_000)
    .split('\n', 3)
    .slice(0, 2)
    .every((line) => /^\s*[{[].*[}\]]\s*$/.test(line))

/** Values that are longer than a piece lie in several. */
function* piecesOf(text: string): Generator<DocumentPiece> {
  for (const piece of linesOf(text)) yield* cutLines(piece)
}

function* cutLines(piece: DocumentPiece): Generator<DocumentPiece> {
  // Of the line that goes on.
  let path = ''
  for (const part of cutDocument(piece)) {
    const firstEnd = part.text.indexOf('\n')
    const places = [{ start: 0, path }, ...(path === '' || firstEnd < 0 ? [] : [{ start: firstEnd + 1, path: '' }])]
    yield { ...part, places: places.map(({ start, ...place }) => ({ start, place: { kind: 'path', ...place } })) }
    if (part.text.endsWith('\n')) path = ''
    else if (firstEnd >= 0 || path === '') path = pathOfLine(part.text, part.text.lastIndexOf('\n') + 1)
  }
}

function linesOf(text: string): DocumentPiece[] {
  const pieces: DocumentPiece[] = []
  const writer = createPieceWriter()
  const take = (): void => {
    const piece = writer.take()
    if (piece) pieces.push({ ...piece, blocks: [{ kind: 'table', start: 0, end: piece.text.length }] })
  }
  const headingsOf = createHeadings()
  flattenJson(text, (path, value) => {
    writer.add(`${path === '' ? value : `${path}: ${value}`}\n`, { headings: headingsOf(path) })
    if (writer.isFull()) take()
  })
  take()
  return pieces
}

/** Headings that begin with a value: the two outermost steps of its path, where they are others than those of the value before. */
function createHeadings(): (path: string) => DocumentHeading[] {
  let before: readonly string[] = []
  return (path) => {
    const steps = outerSteps(path)
    const changed = steps.findIndex((step, level) => step !== before[level])
    before = steps
    if (changed < 0) return []
    return steps.slice(changed).map((step, index) => ({ level: changed + index + 1, text: step.slice(0, 300), start: 0 }))
  }
}

/** The path without its last step, as far as two steps: what several values stand below. `parts[0].size.height` is below `parts` and `parts[0]`. */
function outerSteps(path: string): readonly string[] {
  const ends = [...path.slice(0, 400).matchAll(/[.[]/g)].map(({ index }) => index).filter((index) => index > 0)
  return ends.slice(0, 2).map((end) => path.slice(0, end))
}
