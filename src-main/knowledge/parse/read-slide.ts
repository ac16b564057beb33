import type { XmlHandler } from './read-xml.ts'
import type { TextWriter } from './text-writer.ts'

/** Turns the XML of slides, notes and diagrams into the text of a writer, and that of charts into rows. */
export interface SlideReader {
  slide(): XmlHandler
  chart(): XmlHandler
}

/** Numbers, dates and feet are the same on every slide; the picture of the slide in the notes says nothing. */
const furniture = new Set(['sldNum', 'dt', 'ftr', 'hdr', 'sldImg'])
const titles = new Set(['title', 'ctrTitle'])

export const createSlideReader = (writer: TextWriter): SlideReader => ({
  slide: () => createSlideHandler(writer),
  chart: () => createChartHandler(writer),
})

interface SlideState {
  /** Of the shape that is open. */
  placeholder: string
  /** Elements open inside what is left out; 0 outside. */
  skipped: number
  isText: boolean
  paragraph: string
}

function createSlideHandler(writer: TextWriter): XmlHandler {
  const state: SlideState = { placeholder: '', skipped: 0, isText: false, paragraph: 'p' }
  return {
    open(name, attributes) {
      // What another program shows instead says the same again.
      if (state.skipped > 0 || name === 'Fallback') return void state.skipped++
      if (name === 'sp' || name === 'graphicFrame') state.placeholder = ''
      if (name === 'ph') state.placeholder = attributes.type ?? 'body'
      if (name === 'txBody' && furniture.has(state.placeholder)) return void state.skipped++
      openText(state, writer, name)
    },
    close(name) {
      if (state.skipped > 0) return void state.skipped--
      closeText(state, writer, name)
    },
    text(data) {
      if (state.isText && state.skipped === 0) writer.text(data)
    },
  }
}

function openText(state: SlideState, writer: TextWriter, name: string): void {
  if (name === 't') state.isText = true
  if (name === 'br') writer.open('br')
  if (name === 'tbl') writer.open('table')
  if (name === 'tr') writer.open('tr')
  if (name === 'tc') writer.open('td')
  if (name === 'p') {
    state.paragraph = titles.has(state.placeholder) ? 'h1' : 'div'
    writer.open(state.paragraph)
  }
}

function closeText(state: SlideState, writer: TextWriter, name: string): void {
  if (name === 't') state.isText = false
  if (name === 'tbl') writer.close('table')
  if (name === 'tr') writer.close('tr')
  if (name === 'tc') writer.close('td')
  if (name === 'txBody') writer.close('p')
  if (name === 'p') writer.close(state.paragraph)
}

/** Titles, then for each series its name and the categories with their values, as they are kept beside the formulas. */
function createChartHandler(writer: TextWriter): XmlHandler {
  let isValue = false
  return {
    open(name) {
      if (name === 't' || name === 'v') isValue = true
      if (name === 'p' || name === 'ser' || name === 'cat' || name === 'val') writer.open('div')
    },
    close(name) {
      if (name === 't' || name === 'v') isValue = false
      if (name === 'pt') writer.text(' ')
      if (name === 'p' || name === 'ser' || name === 'cat' || name === 'val') writer.close('div')
    },
    text(data) {
      if (isValue) writer.text(data)
    },
  }
}
