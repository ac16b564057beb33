import type { OpenFile } from './read-bounded.ts'

const chunkBytes = 1024 * 1024
/** What a message has beyond is attachments, whose bytes nobody reads. */
const mostMessageBytes = 32 * 1024 * 1024

/** Less is a line between messages and nothing else. */
const leastMessageBytes = 60

const mark = Buffer.from('From ')
const boundary = Buffer.from('\nFrom ')

/** Whether a file begins like a mailbox: with the line that parts its messages, not with a header. */
export const isMailbox = (head: Uint8Array): boolean => Buffer.from(head.subarray(0, mark.length)).equals(mark)

/** The messages of a mailbox as they are read, without the lines between them. */
export async function* cutMailbox(file: OpenFile, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  let kept = Buffer.alloc(0)
  let isCut = false
  for (let at = 0; at < file.sizeBytes; at += chunkBytes) {
    kept = Buffer.concat([kept, await file.readAt(at, chunkBytes, signal)])
    let from = 0
    for (let next = nextMark(kept, from); next >= 0; next = nextMark(kept, from)) {
      if (!isCut && next - from > leastMessageBytes) yield messageOf(kept.subarray(from, next))
      isCut = false
      from = next + 1
    }
    kept = kept.subarray(from)
    if (kept.length > mostMessageBytes) {
      if (!isCut) yield messageOf(kept)
      isCut = true
      kept = kept.subarray(kept.length - boundary.length)
    }
  }
  if (!isCut && kept.length > 0) yield messageOf(kept)
}

/** Where the line that begins the next message follows an empty one. A mark at the very end may not be whole yet. */
function nextMark(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(boundary, from + 1); at >= 0; at = bytes.indexOf(boundary, at + 1)) {
    if (bytes[at - 1] === 10 || (bytes[at - 1] === 13 && bytes[at - 2] === 10)) return at
  }
  return -1
}

/** Without the first line, and with the lines that were written otherwise because they begin like it. */
function messageOf(bytes: Buffer): Uint8Array {
  const feed = bytes.indexOf(10)
  const message = bytes.subarray(0, mark.length).equals(mark) ? bytes.subarray(feed < 0 ? bytes.length : feed + 1) : bytes
  if (message.indexOf('\n>From ') < 0) return message
  return Buffer.from(message.toString('latin1').replaceAll(/\n>(>*From )/g, '\n$1'), 'latin1')
}
