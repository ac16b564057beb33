/** Part of a text without white space at its ends; offsets in UTF-16 code units, `end` exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface LineSpan extends Span {
  /** A blank line, or nothing, stands before it. */
  readonly afterBlank: boolean
}

const isSpace = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at)
  return code <= 32 ? code === 32 || (code >= 9 && code <= 13) : code >= 0xa0 && /\s/.test(text.charAt(at))
}

/** The part between without white space at its ends, or undefined when there is nothing else. */
function trimmed(text: string, from: number, to: number): Span | undefined {
  let start = from
  let end = to
  while (start < end && isSpace(text, start)) start++
  while (end > start && isSpace(text, end - 1)) end--
  return start < end ? { start, end } : undefined
}

/** Lines that hold more than white space. */
export function* lineSpans(text: string): Generator<LineSpan> {
  let afterBlank = true
  for (let from = 0; from < text.length; ) {
    const feed = nextBreak(text, from)
    const span = trimmed(text, from, feed)
    if (span) yield { ...span, afterBlank }
    afterBlank = span === undefined
    from = feed + (text.charCodeAt(feed) === 13 && text.charCodeAt(feed + 1) === 10 ? 2 : 1)
  }
}

function nextBreak(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || code === 13) return at
  }
  return text.length
}

const wideEnds = new Set('。！？｡')
const ends = new Set('.!?…。！？｡।؟')
const closers = new Set('"\'”’»)]」』）】')

/** Shorter than this is a number, an initial or an abbreviation. */
const shortestSentence = 10

/** Sentences of a line. A full stop before a small letter ends none: it belongs to an abbreviation. */
export function* sentenceSpans(text: string, { start, end }: Span): Generator<Span> {
  let from = start
  for (let at = start; at < end; at++) {
    if (!ends.has(text.charAt(at))) continue
    const isWide = wideEnds.has(text.charAt(at))
    while (at + 1 < end && (ends.has(text.charAt(at + 1)) || closers.has(text.charAt(at + 1)))) at++
    const isEnd = at + 1 < end && (isWide || (isSpace(text, at + 1) && !startsSmall(text, at + 2)))
    if (!isEnd || at + 1 - from < (isWide ? 4 : shortestSentence)) continue
    const span = trimmed(text, from, at + 1)
    if (span) yield span
    from = at + 1
  }
  const rest = trimmed(text, from, end)
  if (rest) yield rest
}

const startsSmall = (text: string, at: number): boolean => /\p{Ll}/u.test(text.charAt(at))

export interface Piece extends Span {
  /** Cut inside a word: the word before it was too long. */
  readonly inWord: boolean
}

/** Pieces of at most `maxBytes` in UTF-8 (4 or more), cut at white space where there is some, never inside a surrogate pair. */
export function* boundedPieces(text: string, span: Span, maxBytes: number): Generator<Piece> {
  let from: number = span.start
  let inWord = false
  while (from < span.end) {
    const limit = reach(text, from, { end: span.end, maxBytes })
    const cut = limit === span.end ? limit : lastSpace(text, from, limit)
    const piece = trimmed(text, from, cut)
    if (piece) yield { ...piece, inWord }
    inWord = cut < span.end && !isSpace(text, cut)
    from = cut
    while (from < span.end && isSpace(text, from)) from++
  }
}

/** How far `maxBytes` go, to the end of a whole character. */
function reach(text: string, from: number, { end, maxBytes }: { readonly end: number; readonly maxBytes: number }): number {
  let bytes = 0
  let at = from
  while (at < end) {
    const code = text.codePointAt(at) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (bytes > maxBytes) return at
    at += code < 0x10000 ? 1 : 2
  }
  return end
}

/** The last white space in the part, or its end when there is none. */
function lastSpace(text: string, from: number, limit: number): number {
  if (isSpace(text, limit)) return limit
  for (let at = limit - 1; at > from; at--) if (isSpace(text, at)) return at
  return limit
}
