import { createRowCutter } from './csv-rows.ts'
import { flattenJson } from './flatten-json.ts'
import type { Asked } from './kind-of-file.ts'
import type { PieceStream } from './piece-stream.ts'
import { createPieceWriter, type PieceWriter } from './piece-writer.ts'
import type { OpenFile } from './read-bounded.ts'
import { openTextStream } from './text-stream.ts'

/** JSON records, one a line: each is one line of paths and values. What is no JSON stays as it is. */
export async function* readRecords(file: OpenFile, { signal }: Asked): PieceStream {
  const { chunks, warnings } = await openTextStream(file, signal)
  const writer = createPieceWriter()
  // No sign parts or quotes anything here: rows are lines.
  const cutter = createRowCutter({ delimiter: '\0', quote: '\0' })
  let line = 1
  const add = function* (rows: ReturnType<typeof cutter.push>) {
    for (const { raw, isPart } of rows) {
      if (isFirst(writer)) writer.add('', { places: [{ start: 0, place: { kind: 'line', line, line_end: line } }] })
      // What is too long to be a record is kept as it is.
      writer.add(isPart ? raw : `${recordLine(raw)}\n`)
      if (!isPart) line++
      if (writer.isFull()) yield* taken(writer)
    }
  }
  for await (const chunk of chunks) yield* add(cutter.push(chunk))
  yield* add(cutter.push('', true))
  yield* taken(writer)
  return { warnings }
}

const isFirst = (writer: PieceWriter): boolean => writer.length() === 0

function* taken(writer: PieceWriter) {
  const piece = writer.take()
  if (piece) yield { ...piece, blocks: [{ kind: 'table' as const, start: 0, end: piece.text.length }] }
}

function recordLine(raw: string): string {
  const text = raw.trim()
  const values: string[] = []
  const shape = /^[{[]/.test(text)
    ? flattenJson(text, (path, value) => values.push(path === '' ? value : `${path}: ${value}`))
    : 'none'
  return shape === 'whole' ? values.join('; ') : text
}
