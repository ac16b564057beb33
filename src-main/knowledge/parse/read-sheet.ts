import type { Archive } from './open-archive.ts'
import { readXml } from './read-xml.ts'
import type { ShowNumber } from './sheet-formats.ts'

export interface SheetCell {
  /** From 0. */
  readonly column: number
  readonly text: string
}

export interface SheetReading {
  readonly strings: readonly string[]
  readonly show: ShowNumber
  /** Rows that have cells with something in them, from 1. */
  onRow(row: number, cells: readonly SheetCell[]): void
}

/** What programs allow; a file that claims more is not believed. */
const mostRows = 1_048_576
const mostColumns = 16_384

interface SheetState {
  row: number
  cells: SheetCell[]
  column: number
  type: string
  style: number
  value: string
  isValue: boolean
  phonetic: number
}

/** The rows of a sheet as they are unpacked. What the sheet says about its size is not looked at. */
export async function readSheet(archive: Archive, part: string, reading: SheetReading): Promise<void> {
  const state: SheetState = { row: 0, cells: [], column: -1, type: '', style: 0, value: '', isValue: false, phonetic: 0 }
  await readXml(
    archive.stream(part),
    {
      open: (name, attributes) => openElement(state, name, attributes),
      close(name) {
        if (name === 'v' || name === 't') state.isValue = false
        if (name === 'rPh') state.phonetic--
        if (name === 'c') closeCell(state, reading)
        if (name === 'row' && state.cells.length > 0) reading.onRow(state.row, state.cells)
      },
      text(data) {
        if (state.isValue && state.phonetic === 0) state.value += data
      },
    },
    'xlsx',
  )
}

function openElement(state: SheetState, name: string, attributes: Readonly<Record<string, string>>): void {
  if (name === 'row') {
    const row = Number(attributes.r)
    state.row = Number.isInteger(row) && row > state.row && row <= mostRows ? row : state.row + 1
    state.cells = []
    state.column = -1
  }
  if (name === 'c') {
    const column = columnOf(attributes.r ?? '')
    state.column = column > state.column && column < mostColumns ? column : state.column + 1
    state.type = attributes.t ?? 'n'
    state.style = Number(attributes.s ?? 0)
    state.value = ''
  }
  if (name === 'v' || name === 't') state.isValue = true
  if (name === 'rPh') state.phonetic++
}

/** `AB12` is column 27; -1 when it says none. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '') column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

function closeCell(state: SheetState, reading: SheetReading): void {
  const text = shownValue(state, reading).replace(/\s+/g, ' ').trim()
  if (text !== '' && state.column < mostColumns) state.cells.push({ column: state.column, text })
}

function shownValue({ type, style, value }: SheetState, { strings, show }: SheetReading): string {
  if (type === 's') return strings[Number(value)] ?? ''
  if (type === 'b') return value === '1' ? 'TRUE' : value === '0' ? 'FALSE' : value
  if (type !== 'n' || value === '') return value
  const number = Number(value)
  return Number.isFinite(number) ? show(number, style) : value
}
