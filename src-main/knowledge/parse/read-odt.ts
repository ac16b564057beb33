import type { XmlHandler } from './read-xml.ts'
import type { TextWriter } from './text-writer.ts'

type Attributes = Readonly<Record<string, string>>

/** Elements whose words are not part of what a reader sees. */
const leftOut = new Set(
  'tracked-changes annotation annotation-end scripts font-face-decls automatic-styles forms desc tracked-changes hidden-text'.split(
    ' ',
  ),
)

/** More copies of a cell or a row than this are the rest of an empty sheet. */
const mostRepeated = 64

const tags: Readonly<Record<string, string>> = {
  p: 'p',
  list: 'ul',
  'list-item': 'li',
  'list-header': 'li',
  table: 'table',
  'table-row': 'tr',
  'table-cell': 'td',
  'note-body': 'span',
  'text-box': 'div',
  section: 'section',
}

interface OdtState {
  /** Elements open inside what is left out; 0 outside. */
  skipped: number
  readonly headings: string[]
  /** Inside of words: spaces and tabs count, line ends of the file do not. */
  paragraphs: number
  notes: number
  cell: { readonly times: number; text: string } | undefined
}

/** Turns the elements of an OpenDocument text into those the text writer knows. */
export function createOdtHandler(writer: TextWriter): XmlHandler {
  const state: OdtState = { skipped: 0, headings: [], paragraphs: 0, notes: 0, cell: undefined }
  return {
    open(name, attributes) {
      if (state.skipped > 0 || leftOut.has(name)) return void state.skipped++
      openElement(state, writer, { name, attributes })
    },
    close(name) {
      if (state.skipped > 0) return void state.skipped--
      closeElement(state, writer, name)
    },
    text(data) {
      if (state.skipped > 0 || state.paragraphs === 0) return
      writer.text(data)
      if (state.cell) state.cell.text += data
    },
  }
}

interface Element {
  readonly name: string
  readonly attributes: Attributes
}

function openElement(state: OdtState, writer: TextWriter, { name, attributes }: Element): void {
  if (name === 'h') {
    const level = Math.min(6, Math.max(1, Number(attributes['text:outline-level']) || 1))
    state.headings.push(`h${level}`)
    state.paragraphs++
    return writer.open(`h${level}`)
  }
  if (name === 's') return writer.text(' ')
  if (name === 'tab') return writer.text(' ')
  if (name === 'line-break') return writer.open('br')
  if (name === 'note') return openNote(state, writer)
  if (name === 'table-cell') state.cell = { times: repeats(attributes), text: '' }
  const tag = tags[name]
  if (tag === undefined) return
  // The words of a note stand where its mark does: a paragraph of it is none of its own.
  if (name === 'p') state.paragraphs++
  if (name === 'p' && state.notes > 0) return writer.text(' ')
  writer.open(tag)
}

function openNote(state: OdtState, writer: TextWriter): void {
  state.notes++
  writer.text(' [')
}

function closeElement(state: OdtState, writer: TextWriter, name: string): void {
  if (name === 'h') {
    state.paragraphs--
    return writer.close(state.headings.pop() ?? 'h1')
  }
  if (name === 'note') {
    state.notes--
    return writer.text(']')
  }
  if (name === 'p') state.paragraphs--
  if (name === 'p' && state.notes > 0) return
  const tag = tags[name]
  if (tag !== undefined) writer.close(tag)
  if (name === 'table-cell') repeatCell(state, writer)
}

const repeats = (attributes: Attributes): number =>
  Math.min(mostRepeated, Number(attributes['table:number-columns-repeated']) || 1)

/** A value that stands in several cells side by side is written once in the file. */
function repeatCell(state: OdtState, writer: TextWriter): void {
  const { cell } = state
  state.cell = undefined
  if (!cell || cell.text.trim() === '') return
  for (let time = 1; time < cell.times; time++) {
    writer.open('td')
    writer.text(cell.text)
    writer.close('td')
  }
}
