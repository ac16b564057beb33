import { extensionOf } from '../../../src-shared/engine/document-kinds.ts'
import { csvDialect } from './csv-dialect.ts'
import { type CsvRow, createRowCutter, valuesOf } from './csv-rows.ts'
import type { Asked } from './kind-of-file.ts'
import type { PieceStream } from './piece-stream.ts'
import { createPieceWriter, type PieceWriter } from './piece-writer.ts'
import type { OpenFile } from './read-bounded.ts'
import { columnNames } from './row-writer.ts'
import { openTextStream } from './text-stream.ts'

const sampleCharacters = 64 * 1024

/** A table of values row by row. Its text stays as it is in the file; the names of its columns are a heading that every row stands below. */
export async function* readRows(file: OpenFile, { name, signal }: Asked): PieceStream {
  const { chunks, warnings } = await openTextStream(file, signal)
  const writer = createPieceWriter()
  let table: Table | undefined
  for await (const chunk of chunks) {
    table ??= openTable(chunk.slice(0, sampleCharacters), extensionOf(name))
    yield* write(writer, table, table.cutter.push(chunk))
  }
  if (table) yield* write(writer, table, table.cutter.push('', true))
  yield* last(writer)
  return { warnings }
}

interface Table {
  readonly cutter: ReturnType<typeof createRowCutter>
  readonly namesOf: (row: string) => string | undefined
  row: number
  hasNames: boolean
  /** The row before was only the beginning of one. */
  goesOn: boolean
  /** Whether the next row must say its number: rows before it had lines of their own. */
  isPlaced: boolean
}

function openTable(sample: string, extension: string): Table {
  const dialect = csvDialect(sample, extension)
  const namesOf = (row: string): string | undefined => columnNames(valuesOf(row.slice(0, 10_000), dialect))
  return { cutter: createRowCutter(dialect), namesOf, row: 0, goesOn: false, hasNames: false, isPlaced: false }
}

function* write(
  writer: PieceWriter,
  table: Table,
  rows: readonly CsvRow[],
): Generator<NonNullable<ReturnType<PieceWriter['take']>>> {
  for (const { raw, lines, isPart } of rows) {
    if (!table.goesOn) table.row++
    const names = table.hasNames || table.row > 1 ? undefined : table.namesOf(raw)
    table.hasNames ||= names !== undefined
    const place = { kind: 'row' as const, row: table.row, row_end: table.row }
    const starts = [...(table.isPlaced ? [] : [0]), ...(lines === 1 ? [] : furtherLines(raw))]
    writer.add(raw, {
      ...(names !== undefined && { headings: [{ level: 1, text: names, start: 0 }] }),
      ...(starts.length > 0 && { places: starts.map((start) => ({ start, place })) }),
    })
    table.goesOn = isPart
    table.isPlaced = lines === 1 && !isPart
    if (writer.isFull()) {
      yield* last(writer)
      table.isPlaced = false
    }
  }
}

/** Where the lines begin that a row has beside its first: they are of the same row, so each says its number. */
const furtherLines = (raw: string): number[] =>
  [...raw.matchAll(/\r\n|[\r\n]/g)].map(({ index, 0: end }) => index + end.length).filter((start) => start < raw.length)

function* last(writer: PieceWriter) {
  const piece = writer.take()
  if (piece) yield { ...piece, blocks: [{ kind: 'table' as const, start: 0, end: piece.text.length }] }
}
