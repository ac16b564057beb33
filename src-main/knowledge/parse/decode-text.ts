import { analyse } from 'chardet'
import type { ParseWarning } from '../../../src-shared/engine/parser.ts'

export interface DecodedText {
  /** Without byte-order mark; newlines as they are. */
  readonly text: string
  /** WHATWG name. */
  readonly encoding: string
  readonly warnings: readonly ParseWarning[]
}

const sampleBytes = 64 * 1024

/**
 * Text of a file in whatever encoding it has, or undefined when the bytes are no text. In this order: byte-order mark, strict UTF-8, UTF-16
 * without a mark, the encoding the file itself declares, the most likely one by its letters.
 */
export function decodeText(bytes: Uint8Array, declared?: string): DecodedText | undefined {
  const marked = markOf(bytes)
  if (marked) return decodeAs(bytes, marked)
  const wide = looksWide(bytes)
  if (wide) return decodeAs(bytes, wide)
  if (isBinary(bytes)) return undefined
  if (declaresShifts(bytes)) return decodeAs(bytes, 'iso-2022-jp')
  const utf8 = strictly(bytes, 'utf-8')
  if (utf8 !== undefined) return { text: utf8, encoding: 'utf-8', warnings: [] }
  if (declared !== undefined) {
    const text = strictly(bytes, declared)
    if (text !== undefined) return { text, encoding: declared, warnings: [] }
  }
  return nearlyUtf8(bytes) ?? guess(bytes)
}

function decodeAs(bytes: Uint8Array, encoding: string): DecodedText {
  const text = strictly(bytes, encoding)
  if (text !== undefined) return { text, encoding, warnings: [] }
  return { text: new TextDecoder(encoding).decode(bytes), encoding, warnings: ['characters_replaced'] }
}

/** undefined when the encoding is unknown or the bytes do not fit it. */
function strictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function markOf(bytes: Uint8Array): string | undefined {
  const [first, second, third, fourth] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe && !(third === 0 && fourth === 0)) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return undefined
}

/** UTF-16 without a mark: its zero bytes stand mostly on one side of the pairs, and what comes out is letters. */
function looksWide(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, Math.min(bytes.length, sampleBytes) & ~1)
  const zeros = [0, 0]
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i & 1] = (zeros[i & 1] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (even === odd || bytes.length % 2 === 1) return undefined
  const encoding = odd > even ? 'utf-16le' : 'utf-16be'
  // Korean and Chinese have letters whose low byte is zero as well; bytes that are no text come to far fewer letters.
  if (Math.min(even, odd) * 4 > Math.max(even, odd)) return undefined
  return letterShare(new TextDecoder(encoding).decode(sample)) > 0.9 ? encoding : undefined
}

function letterShare(text: string): number {
  const letters = text.match(/[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\t\r\n]/gu)?.length ?? 0
  const replaced = text.match(/\ufffd/g)?.length ?? 0
  return (letters - replaced) / Math.max(1, text.length)
}

/** A text has hardly any control characters; a torn log may have some zero bytes at its end. */
function isBinary(bytes: Uint8Array): boolean {
  const samples = [
    bytes.subarray(0, sampleBytes),
    bytes.subarray(Math.max(0, (bytes.length >> 1) - sampleBytes / 2)).subarray(0, sampleBytes),
  ]
  return samples.some((sample) => {
    let odd = 0
    for (const byte of sample) if (isControl(byte)) odd++
    return odd * 50 > sample.length
  })
}

/** Tab, newlines, form feed, backspace (old manuals) and escape (coloured logs) occur in texts. */
const isControl = (byte: number): boolean => byte < 32 && byte !== 27 && !(byte >= 8 && byte <= 13)

/** ISO-2022-JP is all ASCII bytes; only its escape sequences tell. */
function declaresShifts(bytes: Uint8Array): boolean {
  const at = bytes.subarray(0, sampleBytes).indexOf(27)
  return at >= 0 && bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x42 || bytes[at + 2] === 0x40)
}

/** One torn character must not turn a whole UTF-8 file into another encoding. */
function nearlyUtf8(bytes: Uint8Array): DecodedText | undefined {
  const sample = highSample(bytes)
  const text = new TextDecoder('utf-8').decode(sample)
  const wrong = text.match(/\ufffd/g)?.length ?? 0
  const right = text.match(/[^\0-\x7f\ufffd]/gu)?.length ?? 0
  if (right < wrong * 4) return undefined
  return { text: new TextDecoder('utf-8').decode(bytes), encoding: 'utf-8', warnings: ['characters_replaced'] }
}

function guess(bytes: Uint8Array): DecodedText {
  const names = analyse(highSample(bytes))
    .filter(({ confidence, name }) => confidence >= 10 && name !== 'UTF-8' && name !== 'ASCII')
    .map(({ name }) => name.toLowerCase())
  for (const encoding of names) {
    const text = strictly(bytes, encoding)
    if (text !== undefined) return { text, encoding: new TextDecoder(encoding).encoding, warnings: ['encoding_guessed'] }
  }
  return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252', warnings: ['encoding_guessed'] }
}

/** At most `sampleBytes` of the file, from around its bytes above ASCII: the first half of an English-looking file says nothing. */
function highSample(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= sampleBytes) return bytes
  const sample = new Uint8Array(sampleBytes)
  let length = 0
  for (let at = 0; at < bytes.length && length < sampleBytes; at++) {
    if ((bytes[at] ?? 0) < 0x80) continue
    const lineStart = bytes.lastIndexOf(10, at) + 1
    const lineEnd = bytes.indexOf(10, at)
    const from = Math.max(lineStart, at - 512)
    const to = Math.min(lineEnd < 0 ? bytes.length : lineEnd + 1, at + 4096, from + sampleBytes - length)
    sample.set(bytes.subarray(from, to), length)
    length += to - from
    at = Math.max(at, to - 1)
  }
  return sample.subarray(0, length)
}
