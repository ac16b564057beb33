import { damaged, type GgufCursor } from './gguf-cursor.ts'

/** An array keeps its length, and its numbers when they are few: heads per layer are wanted, a vocabulary is not. */
export type GgufMetadataValue =
  | string
  | number
  | boolean
  | { readonly length: number; readonly numbers: readonly number[] }
  | null

const MAX_ENTRIES = 65_536
const MAX_KEY_BYTES = 65_535
const KEPT_TEXT_BYTES = 4096
const KEPT_NUMBERS = 1024
const MAX_DEPTH = 4
const MIN_ENTRY_BYTES = 13

const BOOL = 7
const STRING = 8
const ARRAY = 9

const numberReaders: Readonly<Record<number, { readonly bytes: number; readonly read: (cursor: GgufCursor) => number }>> = {
  0: { bytes: 1, read: (cursor) => cursor.u8() },
  1: { bytes: 1, read: (cursor) => cursor.i8() },
  2: { bytes: 2, read: (cursor) => cursor.u16() },
  3: { bytes: 2, read: (cursor) => cursor.i16() },
  4: { bytes: 4, read: (cursor) => cursor.u32() },
  5: { bytes: 4, read: (cursor) => cursor.i32() },
  6: { bytes: 4, read: (cursor) => cursor.f32() },
  10: { bytes: 8, read: (cursor) => cursor.u64() },
  11: { bytes: 8, read: (cursor) => cursor.i64() },
  12: { bytes: 8, read: (cursor) => cursor.f64() },
}

/** The key-value part of a GGUF header. Throws `models.damaged`. */
export function readGgufMetadata(cursor: GgufCursor, count: number, fileBytes: number): ReadonlyMap<string, GgufMetadataValue> {
  if (count > MAX_ENTRIES || count * MIN_ENTRY_BYTES > fileBytes) throw damaged('absurd_number')
  const metadata = new Map<string, GgufMetadataValue>()
  for (let index = 0; index < count; index += 1) {
    const key = cursor.string(MAX_KEY_BYTES)
    if (key === null) throw damaged('absurd_number')
    metadata.set(key, readValue(cursor, cursor.u32(), 0))
  }
  return metadata
}

function readValue(cursor: GgufCursor, type: number, depth: number): GgufMetadataValue {
  if (type === STRING) return cursor.string(KEPT_TEXT_BYTES)
  if (type === BOOL) return cursor.u8() !== 0
  if (type === ARRAY) return readArray(cursor, depth + 1)
  const reader = numberReaders[type]
  if (!reader) throw damaged('unknown_value_type')
  return reader.read(cursor)
}

function readArray(cursor: GgufCursor, depth: number): GgufMetadataValue {
  if (depth > MAX_DEPTH) throw damaged('nested_too_deep')
  const type = cursor.u32()
  const length = cursor.u64()
  const reader = type === BOOL ? { bytes: 1, read: () => cursor.u8() } : numberReaders[type]
  if (reader) {
    if (length <= KEPT_NUMBERS) return { length, numbers: Array.from({ length }, () => reader.read(cursor)) }
    cursor.skip(length * reader.bytes)
    return { length, numbers: [] }
  }
  // Every element takes at least eight bytes of the file, so the loop ends with the file at the latest.
  for (let index = 0; index < length; index += 1) readValue(cursor, type, depth)
  return { length, numbers: [] }
}
