export interface RtfHandler {
  open(): void
  close(): void
  /** A control word with its number. Returns how many raw bytes follow it that are no RTF. */
  word(name: string, parameter: number | undefined): number
  symbol(character: string): void
  /** Bytes of text as they stand in the file or as `\'e4` writes them. */
  bytes(from: Uint8Array): void
}

const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const quote = 0x27
const longestWord = 32

/** Tells the groups, control words and bytes of text of an RTF file in order. Never looks behind its end, whatever lengths it claims. */
export function readRtf(file: Uint8Array, handler: RtfHandler): void {
  let at = 0
  while (at < file.length) {
    const byte = file[at]
    if (byte === openBrace || byte === closeBrace) {
      if (byte === openBrace) handler.open()
      else handler.close()
      at++
    } else if (byte === backslash) at = readControl(file, at + 1, handler)
    else at = readText(file, at, handler)
  }
}

/** Line ends of the file mean nothing. */
const isSpecial = (byte: number | undefined): boolean =>
  byte === backslash || byte === openBrace || byte === closeBrace || byte === 10 || byte === 13

function readText(file: Uint8Array, from: number, handler: RtfHandler): number {
  let to = from
  while (to < file.length && !isSpecial(file[to])) to++
  if (to > from) handler.bytes(file.subarray(from, to))
  while (file[to] === 10 || file[to] === 13) to++
  return to
}

function readControl(file: Uint8Array, at: number, handler: RtfHandler): number {
  const byte = file[at]
  if (byte === undefined) return at
  if (byte === quote) {
    const code = Number.parseInt(latin(file, at + 1, at + 3), 16)
    if (!Number.isNaN(code)) handler.bytes(Uint8Array.of(code))
    return Math.min(file.length, at + 3)
  }
  if (!isLetter(byte)) {
    handler.symbol(String.fromCharCode(byte))
    return at + 1
  }
  let end = at
  while (end < file.length && end - at < longestWord && isLetter(file[end])) end++
  const number = /^-?\d{1,10}/.exec(latin(file, end, end + 11))?.[0] ?? ''
  const skip = handler.word(latin(file, at, end), number === '' ? undefined : Number(number))
  end += number.length
  if (file[end] === 0x20) end++
  return Math.min(file.length, end + Math.max(0, skip))
}

const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a))

function latin(file: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...file.subarray(from, to))
}
