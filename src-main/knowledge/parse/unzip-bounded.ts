import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { createInflateRaw, inflateRaw } from 'node:zlib'
import { type DocumentKind, type ParseLimits, parserError } from '../../../src-shared/engine/parser.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { refuse } from './refuse.ts'

export interface ArchiveEntry {
  /** As written in the archive; never used as a path. */
  readonly name: string
  /** As declared; only good for refusing early. */
  readonly declaredBytes: number
  readonly packedBytes: number
  readonly method: number
  readonly isEncrypted: boolean
  readonly headerAt: number
}

const inflate = promisify(inflateRaw)

/** Small entries of repeated text may exceed the ratio without harm. */
const ratioFloorBytes = 1024 * 1024

interface Opening {
  /** What a damaged one is called. */
  readonly kind: DocumentKind
  readonly limits: ParseLimits
}

export interface Unpacking extends Opening {
  readonly budgetBytes: number
}

/** The archive's directory. Refuses too many entries, and sizes that are declared above the limits. */
export function listEntries(bytes: Uint8Array, { kind, limits }: Opening): ArchiveEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOfDirectory(view, kind)
  const count = view.getUint16(end + 10, true)
  if (count > limits.archive_entries) refuse(parserError.bomb, { reason: 'entries', limit: limits.archive_entries })
  const entries: ArchiveEntry[] = []
  let at = view.getUint32(end + 16, true)
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50)
      return refuse(parserError.corrupt, { kind, reason: 'directory' })
    const nameLength = view.getUint16(at + 28, true)
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packedBytes: view.getUint32(at + 20, true),
      declaredBytes: view.getUint32(at + 24, true),
      headerAt: view.getUint32(at + 42, true),
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  refuseDeclared(entries, limits)
  return entries
}

function refuseDeclared(entries: readonly ArchiveEntry[], limits: ParseLimits): void {
  const total = entries.reduce((sum, { declaredBytes }) => sum + declaredBytes, 0)
  if (total > limits.archive_bytes) refuse(parserError.bomb, { reason: 'size', limit: limits.archive_bytes })
  if (entries.some((entry) => entry.declaredBytes > mostBytes(entry, limits))) {
    refuse(parserError.bomb, { reason: 'ratio', limit: limits.archive_ratio })
  }
}

const mostBytes = ({ packedBytes }: ArchiveEntry, { archive_ratio }: ParseLimits): number =>
  Math.max(ratioFloorBytes, packedBytes * archive_ratio)

/** The end record stands in the last 64 KiB; behind it only a comment. */
function endOfDirectory(view: DataView, kind: DocumentKind): number {
  const first = Math.max(0, view.byteLength - 22 - 0xffff)
  for (let at = view.byteLength - 22; at >= first; at--) if (view.getUint32(at, true) === 0x06054b50) return at
  return refuse(parserError.corrupt, { kind, reason: 'incomplete' })
}

/** Unpacks one entry to at most `budgetBytes`, whatever size it declares. */
export async function unpack(bytes: Uint8Array, entry: ArchiveEntry, unpacking: Unpacking): Promise<Uint8Array> {
  const { packed, isStored, most } = prepare(bytes, entry, unpacking)
  if (isStored) return packed
  try {
    return await inflate(packed, { maxOutputLength: most })
  } catch (error) {
    const isTooMuch = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    return isTooMuch ? tooMuch(most, unpacking, error) : corrupt(unpacking, 'compression', error)
  }
}

const inputBytes = 64 * 1024

/** The same, chunk by chunk: a sheet may be larger than what a person wants in memory. */
export async function* unpackStream(
  bytes: Uint8Array,
  entry: ArchiveEntry,
  unpacking: Unpacking,
): AsyncGenerator<Uint8Array, void> {
  const { packed, isStored, most } = prepare(bytes, entry, unpacking)
  if (isStored) return yield* slices(packed)
  const inflater = createInflateRaw()
  // Fed as it is read from: the whole of the input at once would be unpacked ahead.
  const feeding = Readable.from(slices(packed), { objectMode: false }).pipe(inflater)
  let total = 0
  try {
    for await (const chunk of feeding as AsyncIterable<Buffer>) {
      total += chunk.length
      if (total > most) tooMuch(most, unpacking, undefined)
      yield chunk
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    corrupt(unpacking, 'compression', error)
  } finally {
    inflater.destroy()
  }
}

function* slices(bytes: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += inputBytes) yield bytes.subarray(at, at + inputBytes)
}

function prepare(bytes: Uint8Array, entry: ArchiveEntry, unpacking: Unpacking) {
  const { kind, limits, budgetBytes } = unpacking
  if (entry.isEncrypted) refuse(parserError.encrypted, { kind })
  const packed = packedBytesOf(bytes, entry, kind)
  const most = Math.min(budgetBytes, mostBytes(entry, limits))
  if (most <= 0 || (entry.method === 0 && packed.length > most)) {
    refuse(parserError.bomb, { reason: 'size', limit: limits.archive_bytes })
  }
  if (entry.method !== 0 && entry.method !== 8) corrupt(unpacking, 'compression', undefined)
  return { packed, isStored: entry.method === 0, most }
}

const corrupt = ({ kind }: Opening, reason: string, cause: unknown): never => refuse(parserError.corrupt, { kind, reason }, cause)

function tooMuch(most: number, { limits, budgetBytes }: Unpacking, cause: unknown): never {
  if (most === budgetBytes) return refuse(parserError.bomb, { reason: 'size', limit: limits.archive_bytes }, cause)
  return refuse(parserError.bomb, { reason: 'ratio', limit: limits.archive_ratio }, cause)
}

function packedBytesOf(bytes: Uint8Array, { headerAt, packedBytes }: ArchiveEntry, kind: DocumentKind): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (headerAt + 30 > bytes.length || view.getUint32(headerAt, true) !== 0x04034b50) {
    return refuse(parserError.corrupt, { kind, reason: 'entry' })
  }
  const start = headerAt + 30 + view.getUint16(headerAt + 26, true) + view.getUint16(headerAt + 28, true)
  if (start + packedBytes > bytes.length) return refuse(parserError.corrupt, { kind, reason: 'incomplete' })
  return bytes.subarray(start, start + packedBytes)
}
