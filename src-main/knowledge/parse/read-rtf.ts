import { createRtfDecoder } from './rtf-decoder.ts'
import { createRtfParagraphs, type RtfParagraphs } from './rtf-paragraphs.ts'
import type { RtfHandler } from './rtf-tokens.ts'
import { characters, leftOut, readAgain, silent } from './rtf-words.ts'
import type { WrittenText } from './text-writer.ts'

export interface RtfReader extends RtfHandler {
  finish(): WrittenText & { readonly title: string }
}

type Destination = 'body' | 'note' | 'silent' | 'skipped' | 'title' | 'fonts' | 'styles'

/** What a group hands to those inside it and forgets at its end. */
interface Group {
  readonly destination: Destination
  readonly font: number
  readonly isHidden: boolean
  /** Characters behind a `\u` that say the same for older programs. */
  readonly fallback: number
  readonly isInTable: boolean
  readonly outline: number | undefined
  readonly style: number | undefined
}

interface RtfState {
  group: Group
  readonly groups: Group[]
  /** Groups opened beyond what is kept. */
  tooDeep: number
  /** `\*` stands before the word that comes. */
  isStarred: boolean
  /** Bytes of the current code page that are not decoded yet: one character may have two. */
  pending: number[]
  skip: number
  title: string
  /** Of the font or style that is being described. */
  described: number
  styleName: string
  readonly headingStyles: Map<number, number>
}

const deepest = 10_000
const mostPending = 64 * 1024
const start: Group = {
  ...{ destination: 'body', font: -1, isHidden: false, fallback: 1 },
  ...{ isInTable: false, outline: undefined, style: undefined },
}

export function createRtfReader(): RtfReader {
  const decoder = createRtfDecoder()
  const paragraphs = createRtfParagraphs()
  const state: RtfState = {
    ...{ group: start, groups: [], tooDeep: 0, isStarred: false, pending: [], skip: 0, title: '', described: -1, styleName: '' },
    headingStyles: new Map(),
  }
  const flush = (): void => {
    if (state.pending.length === 0) return
    write(state, paragraphs, decoder.decode(state.pending, state.group.font))
    state.pending = []
  }
  return {
    open() {
      flush()
      state.skip = 0
      if (state.groups.length >= deepest) state.tooDeep++
      else state.groups.push(state.group)
    },
    close() {
      flush()
      closeGroup(state, paragraphs)
    },
    word(name, parameter) {
      if (name === 'bin') return Math.max(0, parameter ?? 0)
      if (state.skip > 0 && name !== 'u') {
        state.skip--
        return 0
      }
      flush()
      if (name === 'ansicpg') decoder.setCodePage(parameter ?? 1252)
      if (name === 'mac') decoder.setCodePage(10_000)
      if (name === 'fcharset') decoder.setCharset(state.described, parameter ?? 0)
      controlWord(state, paragraphs, { name, parameter })
      state.isStarred = false
      return 0
    },
    symbol(character) {
      if (character === '*') state.isStarred = true
      else if (state.skip > 0) state.skip--
      else {
        flush()
        write(state, paragraphs, { '~': '\u00a0', _: '\u2011', '\n': '\n', '\r': '\n' }[character] ?? literal(character))
      }
    },
    bytes(bytes) {
      if (state.group.destination === 'skipped' || state.group.destination === 'silent') return
      const skipped = Math.min(state.skip, bytes.length)
      state.skip -= skipped
      for (const byte of bytes.subarray(skipped)) state.pending.push(byte)
      if (state.pending.length > mostPending && state.pending.slice(-2).every((byte) => byte < 0x80)) flush()
    },
    finish() {
      flush()
      return { ...paragraphs.finish(), title: state.title.replace(/\s+/g, ' ').trim() }
    },
  }
}

/** An optional hyphen is none. */
const literal = (character: string): string => ('\\{}'.includes(character) ? character : '')

function write(state: RtfState, paragraphs: RtfParagraphs, text: string): void {
  const { destination, isHidden } = state.group
  if (destination === 'title') state.title += text
  if (destination === 'styles') state.styleName += text
  if (!isHidden && (destination === 'body' || destination === 'note')) paragraphs.write(text)
}

function closeGroup(state: RtfState, paragraphs: RtfParagraphs): void {
  state.skip = 0
  state.isStarred = false
  if (state.tooDeep > 0) return void state.tooDeep--
  const { destination } = state.group
  if (destination === 'styles') endStyle(state)
  const outer = state.groups.pop() ?? start
  if (destination === 'note' && outer.destination !== 'note') paragraphs.note(false)
  state.group = outer
}

function endStyle(state: RtfState): void {
  const level = /^(?:heading|überschrift|titre|titolo|título) (\d)/i.exec(state.styleName.trim())?.[1]
  const outline = state.group.outline ?? (level === undefined ? undefined : Number(level))
  if (outline !== undefined) state.headingStyles.set(state.described, outline)
  state.styleName = ''
}

interface Word {
  readonly name: string
  readonly parameter: number | undefined
}

function controlWord(state: RtfState, paragraphs: RtfParagraphs, word: Word): void {
  const { name, parameter = 1 } = word
  if (isDestination(state, word)) return enter(state, paragraphs, name)
  const { destination } = state.group
  if (destination === 'skipped') return
  if (name === 'f' && destination === 'fonts') state.described = parameter
  else if (name === 's' && destination === 'styles') state.described = parameter
  else if (name === 'u') {
    write(state, paragraphs, String.fromCharCode(((word.parameter ?? 0) + 0x10000) % 0x10000))
    state.skip = state.group.fallback
  } else if (characters[name] !== undefined) write(state, paragraphs, characters[name])
  else if (!changeGroup(state, word) && (destination === 'body' || destination === 'note')) {
    const { isInTable, outline, style } = state.group
    paragraphs.control(name, { isInTable, heading: outline ?? state.headingStyles.get(style ?? -1) })
  }
}

const isDestination = ({ isStarred, group }: RtfState, { name }: Word): boolean =>
  group.destination !== 'skipped' &&
  (isStarred ||
    leftOut.has(name) ||
    silent.has(name) ||
    readAgain.has(name) ||
    (name === 'title' && group.destination === 'silent'))

function enter(state: RtfState, paragraphs: RtfParagraphs, name: string): void {
  const destination = destinationOf(name)
  if (destination === 'note' && state.group.destination !== 'note') paragraphs.note(true)
  state.group = { ...state.group, destination }
}

function destinationOf(name: string): Destination {
  if (name === 'info') return 'silent'
  if (name === 'title') return 'title'
  if (name === 'fonttbl') return 'fonts'
  if (name === 'stylesheet') return 'styles'
  if (name === 'footnote') return 'note'
  if (readAgain.has(name)) return 'body'
  return silent.has(name) || name === 'object' ? 'silent' : 'skipped'
}

/** Words that change how what follows in the group is read; false for all others. */
function changeGroup(state: RtfState, { name, parameter }: Word): boolean {
  const change = changes[name]
  if (change === undefined) return false
  state.group = { ...state.group, ...change(parameter) }
  return true
}

const changes: Readonly<Record<string, (parameter: number | undefined) => Partial<Group>>> = {
  f: (font) => ({ font: font ?? -1 }),
  uc: (fallback) => ({ fallback: Math.min(16, Math.max(0, fallback ?? 1)) }),
  v: (on) => ({ isHidden: on !== 0 }),
  deleted: (on) => ({ isHidden: on !== 0 }),
  plain: () => ({ isHidden: false, font: -1 }),
  pard: () => ({ isInTable: false, outline: undefined, style: undefined }),
  intbl: () => ({ isInTable: true }),
  outlinelevel: (level) => ({ outline: (level ?? 0) + 1 }),
  s: (style) => ({ style }),
}
