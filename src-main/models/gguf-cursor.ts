import { modelError } from '../../src-shared/desktop/models.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

/** The header goes on behind the bytes that were read so far. */
export class NeedsMoreBytes extends Error {}

/** Why a file is not to be believed; `why` is for the sentence on the page. */
export const damaged = (why: string, data: Record<string, unknown> = {}): AppError =>
  new AppError(modelError.damaged, { why, ...data })

export interface GgufCursor {
  readonly offset: () => number
  u8(): number
  u16(): number
  u32(): number
  /** Throws `models.damaged` over 2^53. */
  u64(): number
  i8(): number
  i16(): number
  i32(): number
  i64(): number
  f32(): number
  f64(): number
  /** The text, or null when it is longer than `keepBytes`: then it is passed over. */
  string(keepBytes: number): string | null
  skip(bytes: number): void
}

const utf8 = new TextDecoder()

/**
 * Reads the head of a file of `fileBytes` in all, little endian. A length that leads behind the file throws `models.damaged`,
 * one that leads behind `head` throws NeedsMoreBytes; nothing is reserved on the word of the file.
 */
export function createGgufCursor(head: Uint8Array, fileBytes: number): GgufCursor {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  let offset = 0

  const take = (bytes: number): number => {
    if (!Number.isSafeInteger(bytes) || bytes > fileBytes - offset) throw damaged('ends_early', { fileBytes })
    if (offset + bytes > head.byteLength) throw new NeedsMoreBytes()
    const at = offset
    offset += bytes
    return at
  }
  const safe = (value: bigint): number => {
    if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER)) throw damaged('absurd_number')
    return Number(value)
  }
  const u64 = (): number => safe(view.getBigUint64(take(8), true))

  return {
    offset: () => offset,
    u8: () => view.getUint8(take(1)),
    u16: () => view.getUint16(take(2), true),
    u32: () => view.getUint32(take(4), true),
    u64,
    i8: () => view.getInt8(take(1)),
    i16: () => view.getInt16(take(2), true),
    i32: () => view.getInt32(take(4), true),
    i64: () => safe(view.getBigInt64(take(8), true)),
    f32: () => view.getFloat32(take(4), true),
    f64: () => view.getFloat64(take(8), true),
    string(keepBytes) {
      const bytes = u64()
      const at = take(bytes)
      return bytes > keepBytes ? null : utf8.decode(head.subarray(at, at + bytes))
    },
    skip: (bytes) => void take(bytes),
  }
}
