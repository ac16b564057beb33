import type { ModelRow } from '../../src-shared/rows/model.ts'

/** What was received when, oldest first: enough of the newest past to tell a speed. */
export type Receipts = readonly { readonly at: number; readonly bytes: number }[]

/** A speed is of the last ten seconds: a longer past hides that a line became slow. */
const windowMs = 10_000
/** Sooner nothing is said: the first moments of a download say little. */
const leastMs = 1000

/** With what the row says now; a download that stands still or began anew has no past. */
export function withReceipt(receipts: Receipts, row: ModelRow): Receipts {
  if (row.status !== 'downloading') return []
  const last = receipts.at(-1)
  const own = last !== undefined && last.bytes > row.received_bytes ? [] : receipts
  const newest = { at: row.updated_at, bytes: row.received_bytes }
  return [...own.filter(({ at }) => newest.at - at <= windowMs && at < newest.at), newest]
}

/** Undefined while too little is known. */
export function bytesPerSecond(receipts: Receipts): number | undefined {
  const [first, last] = [receipts[0], receipts.at(-1)]
  if (!first || !last || last.at - first.at < leastMs) return undefined
  return ((last.bytes - first.bytes) * 1000) / (last.at - first.at)
}

/** Milliseconds until it is whole at this speed; undefined while too little is known, or nothing arrives. */
export function millisecondsLeft({ size_bytes, received_bytes }: ModelRow, speed: number | undefined): number | undefined {
  return speed === undefined || speed <= 0 ? undefined : ((size_bytes - received_bytes) / speed) * 1000
}
