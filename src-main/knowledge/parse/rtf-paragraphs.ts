import { plainSigns } from './plain-signs.ts'
import { createTextWriter, type TextWriter, type WrittenText } from './text-writer.ts'

/** Puts the words of an RTF file into paragraphs, rows and notes. */
export interface RtfParagraphs {
  write(text: string): void
  /** A word that ends a line, a paragraph, a cell or a row. */
  control(name: string, paragraph: Paragraph): void
  /** A note begins or ends: its words stand where its mark does. */
  note(begins: boolean): void
  finish(): WrittenText
}

export interface Paragraph {
  readonly isInTable: boolean
  /** Its level, if it is one. */
  readonly heading: number | undefined
}

interface ParagraphState {
  readonly writer: TextWriter
  words: string[]
  row: string[]
  isTable: boolean
  isNote: boolean
}

export function createRtfParagraphs(): RtfParagraphs {
  const state: ParagraphState = { writer: createTextWriter(), words: [], row: [], isTable: false, isNote: false }
  return {
    write: (text) => void state.words.push(text),
    control: (name, paragraph) => control(state, name, paragraph),
    note(begins) {
      state.words.push(begins ? ' [' : ']')
      state.isNote = begins
    },
    finish() {
      endRow(state)
      endParagraph(state, undefined)
      if (state.isTable) state.writer.close('table')
      return state.writer.finish()
    },
  }
}

function control(state: ParagraphState, name: string, { isInTable, heading }: Paragraph): void {
  if (name === 'line' || name === 'softline' || name === 'lbr') state.words.push('\n')
  else if (name === 'cell' || name === 'nestcell') endCell(state)
  else if (name === 'row' || name === 'nestrow') endRow(state)
  else if (paragraphEnds.has(name)) {
    // Inside a note or a row it ends nothing that has lines of its own.
    if (state.isNote || isInTable) state.words.push(' ')
    else endParagraph(state, heading)
  }
}

const paragraphEnds = new Set(['par', 'page', 'sect', 'column', 'softpage'])

function endCell(state: ParagraphState): void {
  state.row.push(state.words.join(''))
  state.words = []
}

function endRow(state: ParagraphState): void {
  const { writer, row } = state
  state.row = []
  if (row.length === 0) return
  if (!state.isTable) writer.open('table')
  state.isTable = true
  writer.open('tr')
  for (const cell of row) {
    writer.open('td')
    writer.text(cell)
    writer.close('td')
  }
  writer.close('tr')
}

function endParagraph(state: ParagraphState, heading: number | undefined): void {
  const { writer } = state
  const text = plainSigns(state.words.join('').trim())
  state.words = []
  if (text === '') return
  if (state.isTable) writer.close('table')
  state.isTable = false
  const tag = heading !== undefined && heading >= 1 && heading <= 6 ? `h${heading}` : 'p'
  writer.open(tag)
  text.split('\n').forEach((line, index) => {
    if (index > 0) writer.open('br')
    writer.text(line)
  })
  writer.close(tag)
}
