import type { CsvDialect } from './csv-dialect.ts'

export interface CsvRow {
  /** As it stands in the file, its line end included. */
  readonly raw: string
  /** Lines it takes: more than one where a value in quotation marks has line ends. */
  readonly lines: number
  /** It goes on: what comes next is the rest of it. */
  readonly isPart: boolean
}

/** A value in quotation marks that does not end within so many characters was never meant as one: the mark is an inch, or a lie. */
const longestQuoted = 16 * 1024
/** After so many of them no mark is believed any more. */
const mostUnclosed = 100
/** A longer row is cut: what comes without a line end must not be kept until the end, nor be looked at in one go. */
const longestRow = 32 * 1024

export interface RowCutter {
  /** The rows that are complete by now. */
  push(chunk: string, isLast?: boolean): CsvRow[]
}

/** Cuts a table that comes in chunks into its rows. */
export function createRowCutter({ delimiter, quote }: CsvDialect): RowCutter {
  const signs = { delimiter: delimiter.charCodeAt(0), quote: quote.charCodeAt(0) }
  let unclosed = 0
  let rest = ''
  return {
    push(chunk, isLast = false) {
      const text = rest + chunk
      const rows: CsvRow[] = []
      let from = 0
      while (from < text.length) {
        const row = scan(text, from, { ...signs, quote: unclosed < mostUnclosed ? signs.quote : -1, isLast })
        if (row === undefined) break
        if (row.isUnclosed) unclosed++
        rows.push({ raw: text.slice(from, row.end), lines: row.lines, isPart: row.isPart ?? false })
        from = row.end
      }
      rest = text.slice(from)
      return rows
    },
  }
}

interface Scanning {
  readonly delimiter: number
  /** -1 where there is none. */
  readonly quote: number
  readonly isLast: boolean
}

interface Scanned {
  readonly end: number
  readonly lines: number
  readonly isUnclosed?: boolean
  readonly isPart?: boolean
}

const feed = 10
const carriage = 13

/** The row that begins here; undefined while its end has not come. */
function scan(text: string, from: number, scanning: Scanning): Scanned | undefined {
  const found = scanRow(text, from, scanning)
  if (found !== 'unclosed') return found
  const plain = scan(text, from, { ...scanning, quote: -1 })
  return plain && { ...plain, isUnclosed: true }
}

function scanRow(text: string, from: number, { delimiter, quote, isLast }: Scanning): Scanned | 'unclosed' | undefined {
  let lines = 1
  let quotedFrom = -1
  let startsValue = true
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const next = text.charCodeAt(at + 1)
    if (at - from >= longestRow) return { end: isLowHalf(code) ? at - 1 : at, lines, isPart: true }
    if (quotedFrom >= 0) {
      if (at - quotedFrom > longestQuoted) return 'unclosed'
      if (code === quote && next === quote) at++
      else if (code === quote) quotedFrom = -1
      else if (code === feed || (code === carriage && next !== feed)) lines++
      continue
    }
    if (code === feed) return { end: at + 1, lines }
    if (code === carriage) return at + 1 === text.length && !isLast ? undefined : { end: next === feed ? at + 2 : at + 1, lines }
    if (code === quote && startsValue) quotedFrom = at
    startsValue = code === delimiter
  }
  if (!isLast) return undefined
  return quotedFrom >= 0 ? 'unclosed' : { end: text.length, lines }
}

const isLowHalf = (code: number): boolean => code >= 0xdc00 && code < 0xe000

/** The values of a row, without their marks. */
export function valuesOf(raw: string, { delimiter, quote }: CsvDialect): string[] {
  const values: string[] = []
  const row = raw.replace(/[\r\n]+$/, '')
  for (let at = 0; at <= row.length; ) {
    const isQuoted = row.startsWith(quote, at)
    const close = isQuoted ? closingQuote(row, at + 1, quote) : -1
    const next = row.indexOf(delimiter, close < 0 ? at : close)
    const end = next < 0 ? row.length : next
    values.push(close < 0 ? row.slice(at, end) : row.slice(at + 1, close).replaceAll(quote + quote, quote))
    at = end + 1
  }
  return values
}

function closingQuote(row: string, from: number, quote: string): number {
  for (let at = row.indexOf(quote, from); at >= 0; at = row.indexOf(quote, at + 2)) if (!row.startsWith(quote, at + 1)) return at
  return -1
}
