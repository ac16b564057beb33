import type { DocumentBlock, DocumentHeading, DocumentPlace } from '../../../src-shared/engine/parser.ts'
import type { SheetCell } from './read-sheet.ts'
import type { WrittenText } from './text-writer.ts'

/** Writes sheets of rows, each row one line, its cells parted by tabs. The names of the columns are a heading that every row stands below. */
export interface RowWriter {
  sheet(name: string): void
  row(number: number, cells: readonly SheetCell[]): void
  finish(): WrittenText & { readonly places: DocumentPlace[] }
}

interface RowState {
  readonly parts: string[]
  length: number
  readonly headings: DocumentHeading[]
  readonly blocks: DocumentBlock[]
  readonly places: DocumentPlace[]
  name: string
  /** The row that the next line would be without a new place. */
  nextRow: number
  blockStart: number
  hasHeader: boolean
}

/** More empty cells in a row say nothing. */
const mostEmpty = 32

export function createRowWriter(): RowWriter {
  const state: RowState = {
    ...{ parts: [], length: 0, headings: [], blocks: [], places: [] },
    ...{ name: '', nextRow: 0, blockStart: -1, hasHeader: false },
  }
  return {
    sheet(name) {
      endBlock(state)
      Object.assign(state, { name, nextRow: 0, hasHeader: false })
    },
    row: (number, cells) => writeRow(state, number, cells),
    finish() {
      endBlock(state)
      const { parts, headings, blocks, places } = state
      return { text: parts.join(''), headings, blocks, places }
    },
  }
}

function writeRow(state: RowState, number: number, cells: readonly SheetCell[]): void {
  if (state.nextRow === 0) beginSheet(state, number)
  else push(state, '\n')
  if (state.blockStart < 0) state.blockStart = state.length
  if (number !== state.nextRow) addPlace(state, number)
  const header = state.hasHeader ? undefined : columnNames(cells.map(({ text }) => text))
  if (header !== undefined) {
    state.headings.push({ level: 2, text: header, start: state.length })
    state.hasHeader = true
  }
  push(state, lineOf(cells))
  state.nextRow = number + 1
}

/** The name of a sheet stands where its first row does. */
function beginSheet(state: RowState, firstRow: number): void {
  if (state.length > 0) push(state, '\n\n')
  if (state.name === '') return
  state.headings.push({ level: 1, text: state.name, start: state.length })
  addPlace(state, firstRow)
  push(state, `${state.name}\n`)
}

function addPlace(state: RowState, row: number): void {
  state.places.push({ start: state.length, place: { kind: 'sheet', name: state.name, row, row_end: row } })
}

function push(state: RowState, text: string): void {
  state.parts.push(text)
  state.length += text.length
}

function endBlock(state: RowState): void {
  if (state.blockStart >= 0) state.blocks.push({ kind: 'table', start: state.blockStart, end: state.length })
  state.blockStart = -1
}

/** The first row with at least two cells, all of them words, names the columns. */
export function columnNames(cells: readonly string[]): string | undefined {
  const names = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const areWords = names.every((name) => /\p{L}/u.test(name) && name.length <= 80)
  return names.length >= 2 && areWords ? names.join(', ').slice(0, 200) : undefined
}

function lineOf(cells: readonly SheetCell[]): string {
  let line = ''
  let before = 0
  for (const { column, text } of cells) {
    line += '\t'.repeat(Math.min(mostEmpty, column - before)) + text
    before = column
  }
  return line
}
