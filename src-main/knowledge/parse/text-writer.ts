import type { DocumentBlock, DocumentHeading } from '../../../src-shared/engine/parser.ts'
import { createTextSink, type TextSink } from './text-sink.ts'

export interface WrittenText {
  readonly text: string
  readonly headings: DocumentHeading[]
  readonly blocks: DocumentBlock[]
}

export interface TagHints {
  /** A table whose cells hold whole blocks (code, tables, headings): no table of values. */
  readonly layout?: boolean
  /** What stands before a list item; a dash when absent. */
  readonly mark?: string
}

/**
 * Turns the elements and text of a page, told in order, into plain text: blocks become lines, lists get marks, cells are parted by tabs, `pre`
 * keeps its white space. Works on a flat stream of events, so the nesting of the page costs nothing.
 */
export interface TextWriter {
  open(tag: string, hints?: TagHints): void
  close(tag: string): void
  text(data: string): void
  /** What is written next is the place of this name. The first one counts. */
  anchor(name: string): void
  /** Where the text of each name begins. */
  anchors(): ReadonlyMap<string, number>
  finish(): WrittenText
}

interface WriterState {
  readonly sink: TextSink
  readonly headings: DocumentHeading[]
  readonly blocks: DocumentBlock[]
  readonly anchors: Map<string, number>
  /** Names whose text did not begin yet. */
  readonly named: string[]
  readonly tables: { readonly layout: boolean; start: number }[]
  cells: number
  lists: number
  /** Nested `pre`s, where the text of the outer one began (-1: no text yet), and whether a block inside it ended its line. */
  pre: { depth: number; start: number; lineEnded: boolean; endsWithNewline: boolean }
  heading: { readonly level: number; readonly parts: string[]; start: number } | undefined
}

const paragraphTags = new Set(
  'p pre table ul ol dl dt blockquote figure section article main hr details h1 h2 h3 h4 h5 h6'.split(' '),
)
const lineTags = new Set(
  'address aside body caption center dd div fieldset figcaption footer form header hgroup html legend li nav search summary title tr'.split(
    ' ',
  ),
)
/** Wrapped white space is one space, and so is a no-break space. */
const spaces = /[ \t\r\n\f\u00a0]+/g

export function createTextWriter(): TextWriter {
  const state: WriterState = {
    sink: createTextSink(),
    headings: [],
    blocks: [],
    anchors: new Map(),
    named: [],
    tables: [],
    cells: 0,
    lists: 0,
    pre: { depth: 0, start: -1, lineEnded: false, endsWithNewline: false },
    heading: undefined,
  }
  return {
    open: (tag, hints = {}) => openTag(state, tag, hints),
    close: (tag) => closeTag(state, tag),
    text: (data) => (state.pre.depth > 0 ? writePre(state, data) : writeWords(state, data)),
    anchor: (name) => void state.named.push(name),
    anchors: () => state.anchors,
    finish() {
      endPre(state)
      return { text: state.sink.finish(), headings: state.headings, blocks: state.blocks }
    },
  }
}

function openTag(state: WriterState, tag: string, { layout = false, mark = '- ' }: TagHints): void {
  if (tag === 'br') return lineBreak(state)
  if (tag === 'td' || tag === 'th') return openCell(state)
  breakAround(state, tag)
  if (tag === 'table') state.tables.push({ layout, start: -1 })
  if (tag === 'ul' || tag === 'ol') state.lists++
  if (tag === 'pre') state.pre.depth++
  if (tag === 'li') state.sink.mark('  '.repeat(Math.min(8, Math.max(0, state.lists - 1))) + mark)
  const level = headingLevel(tag)
  if (level > 0) state.heading = { level, parts: [], start: -1 }
}

function closeTag(state: WriterState, tag: string): void {
  if (tag === 'td' || tag === 'th') {
    state.cells = Math.max(0, state.cells - 1)
    return
  }
  if (tag === 'table') closeTable(state)
  if (tag === 'ul' || tag === 'ol') state.lists = Math.max(0, state.lists - 1)
  if (tag === 'pre' && state.pre.depth > 0 && --state.pre.depth === 0) endPre(state)
  if (tag === 'li') state.sink.mark('')
  if (headingLevel(tag) > 0) closeHeading(state)
  breakAround(state, tag)
}

/** Inside a list and inside a cell everything stays closer together. */
function breakAround(state: WriterState, tag: string): void {
  const newlines = paragraphTags.has(tag) ? 2 : lineTags.has(tag) ? 1 : 0
  if (newlines === 0) return
  if (state.pre.start >= 0) state.pre.lineEnded = true
  else if (inValueCell(state) && tag !== 'tr') state.sink.space()
  else state.sink.breakLine(newlines === 2 && (state.lists === 0 || tag === 'pre' || tag === 'table') ? 2 : 1)
}

const inValueCell = ({ cells, tables }: WriterState): boolean => cells > 0 && tables.at(-1)?.layout === false

function lineBreak(state: WriterState): void {
  if (state.pre.depth > 0) writePre(state, '\n')
  else if (inValueCell(state)) state.sink.space()
  else state.sink.addBreak()
}

function openCell(state: WriterState): void {
  const table = state.tables.at(-1)
  if (table?.layout === false) {
    if (table.start >= 0) state.sink.tab()
  } else state.sink.breakLine(1)
  state.cells++
}

function closeTable(state: WriterState): void {
  const table = state.tables.pop()
  if (!table || table.layout || table.start < 0 || state.tables.some(({ layout }) => !layout)) return
  state.blocks.push({ kind: 'table', start: table.start, end: state.sink.length() })
}

function closeHeading(state: WriterState): void {
  const { heading } = state
  state.heading = undefined
  if (!heading || heading.start < 0) return
  const text = heading.parts.join('').replace(spaces, ' ').trim()
  state.headings.push({ level: heading.level, text, start: heading.start })
}

function writeWords(state: WriterState, data: string): void {
  const { sink, heading } = state
  const text = data.replace(spaces, ' ')
  const words = text.trim()
  heading?.parts.push(text)
  if (text.startsWith(' ')) sink.space()
  if (words === '') return
  began(state, sink.write(words))
  if (text.endsWith(' ')) sink.space()
}

function began(state: WriterState, start: number): void {
  if (state.heading && state.heading.start < 0) state.heading.start = start
  for (const table of state.tables) if (table.start < 0) table.start = start
  for (const name of state.named.splice(0)) if (!state.anchors.has(name)) state.anchors.set(name, start)
}

function writePre(state: WriterState, data: string): void {
  const { pre, sink } = state
  const text = data.replace(/\r\n?/g, '\n')
  const body = pre.start < 0 ? text.replace(/^(?:[ \t]*\n)+/, '') : text
  if (body === '' || (pre.start < 0 && body.trim() === '')) return
  state.heading?.parts.push(body)
  const newline = pre.lineEnded && !pre.endsWithNewline && !body.startsWith('\n') ? '\n' : ''
  const start = sink.write(newline + body)
  began(state, start)
  if (pre.start < 0) pre.start = start
  pre.lineEnded = false
  pre.endsWithNewline = body.endsWith('\n')
}

function endPre(state: WriterState): void {
  const { start } = state.pre
  state.pre = { depth: state.pre.depth, start: -1, lineEnded: false, endsWithNewline: false }
  if (start < 0) return
  state.sink.trimEnd()
  const end = state.sink.length()
  if (end > start && !insideTable(state)) state.blocks.push({ kind: 'code', start, end })
}

/** A table of values is a block of its own, with whatever is in its cells. */
const insideTable = ({ tables }: WriterState): boolean => tables.some(({ layout }) => !layout)

const headingLevel = (tag: string): number => (/^h[1-6]$/.test(tag) ? Number(tag[1]) : 0)
