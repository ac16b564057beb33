import { type ParseWarning, parserError } from '../../../src-shared/engine/parser.ts'
import { decodeText } from './decode-text.ts'
import type { OpenFile } from './read-bounded.ts'
import { refuse } from './refuse.ts'
import { wellFormed } from './well-formed.ts'

export interface TextStream {
  /** Text as it is read; halves of surrogate pairs are never torn apart. */
  readonly chunks: AsyncIterable<string>
  readonly warnings: readonly ParseWarning[]
}

/** Smaller files are read whole, and looked at whole for their encoding. */
const wholeBytes = 8 * 1024 * 1024
const chunkBytes = 1024 * 1024

/** A text file piece by piece, in the encoding that its beginning, middle and end have. */
export async function openTextStream(file: OpenFile, signal: AbortSignal): Promise<TextStream> {
  const sample = file.sizeBytes <= wholeBytes ? await file.read(file.sizeBytes, signal) : await sampleOf(file, signal)
  const decoded = decodeText(sample)
  if (!decoded) return refuse(parserError.unsupported, { found: 'bytes' })
  const { text, encoding } = decoded
  if (file.sizeBytes <= wholeBytes) return { chunks: once(wellFormed(text)), warnings: decoded.warnings }
  // Of a text without a seam a sample is cut inside of characters, so what had to be replaced there says nothing.
  const warnings = decoded.warnings.filter((warning) => warning !== 'characters_replaced')
  return { chunks: decodeChunks(file, encoding, signal), warnings }
}

async function sampleOf(file: OpenFile, signal: AbortSignal): Promise<Uint8Array> {
  const middle = (file.sizeBytes >> 1) & ~1
  const parts = [0, middle, file.sizeBytes - chunkBytes].map(async (start) => {
    const part = await file.readAt(start & ~1, chunkBytes, signal)
    return cutAtSeams(part, { isFirst: start === 0 })
  })
  return Buffer.concat(await Promise.all(parts))
}

/**
 * Between two whole characters in every encoding, or one torn character would rule out the right one: no byte below `0` is a part of a longer
 * character, and the places are even for UTF-16. As it is where there is no such byte.
 */
function cutAtSeams(part: Uint8Array, { isFirst }: { readonly isFirst: boolean }): Uint8Array {
  const first = part.findIndex(isSeam)
  const last = part.findLastIndex(isSeam)
  const from = isFirst ? 0 : first + (first & 1)
  const to = last + (last & 1)
  return first < 0 || from >= to ? part : part.subarray(from, to)
}

const isSeam = (byte: number): boolean => byte < 0x30

async function* once(text: string): AsyncGenerator<string> {
  yield text
}

async function* decodeChunks(file: OpenFile, encoding: string, signal: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  let kept = ''
  for (let at = 0; at < file.sizeBytes; at += chunkBytes) {
    const text = kept + decoder.decode(await file.readAt(at, chunkBytes, signal), { stream: true })
    const isTorn = /[\ud800-\udbff]$/.test(text.slice(-1))
    kept = isTorn ? text.slice(-1) : ''
    yield wellFormed(isTorn ? text.slice(0, -1) : text)
  }
  yield wellFormed(kept + decoder.decode())
}
