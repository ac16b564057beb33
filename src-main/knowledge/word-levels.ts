import type { ReadDb } from '../db/database.ts'

/** An index of words is made of segments: every commit adds one to level 0, and those of a level are merged into one of the next. */
export interface WordLevel {
  readonly segments: number
  /** Of the segments, those that are being merged; 0 when none are. */
  readonly merging: number
  /** Of all of them. */
  readonly pages: number
}

export type WordIndex = 'passage_words' | 'passage_trigrams'

/** As FTS5 keeps them in one record of its own: a cookie, a mark, and variable-length numbers (`fts5_index.c`, "structure record"). */
export function readLevels(db: ReadDb, index: WordIndex): WordLevel[] {
  const record = db.prepare<[], Buffer>(`SELECT block FROM ${index}_data WHERE id = 10`).pluck().get()
  if (record === undefined || record.readUInt32BE(4) !== withOrigins) return []
  const next = numbersOf(record, 8)
  const levels = next()
  // The number of all segments, and of pages that were ever written.
  next()
  next()
  return Array.from({ length: levels }, () => readLevel(next))
}

/** The form that an index has from whose rows some can be removed without their text. */
const withOrigins = 0xff000001

function readLevel(next: () => number): WordLevel {
  const merging = next()
  const segments = next()
  let pages = 0
  for (let segment = 0; segment < segments; segment++) {
    next()
    const first = next()
    pages += next() - first + 1
    for (let fact = 0; fact < factsOfRows; fact++) next()
  }
  return { merging, segments, pages }
}

/** First and last origin, pages and entries of what was removed, entries. */
const factsOfRows = 5

/** Seven bits a byte, the highest first, while the eighth bit is set. Larger ones than 2^53 do not come. */
function numbersOf(record: Buffer, start: number): () => number {
  let at = start
  return () => {
    let value = 0
    for (;;) {
      const byte = record.readUInt8(at)
      at += 1
      value = value * 128 + (byte & 127)
      if (byte < 128) return value
    }
  }
}
