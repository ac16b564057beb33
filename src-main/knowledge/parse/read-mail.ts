import { type ParseWarning, parserError } from '../../../src-shared/engine/parser.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { cutDocument } from './cut-document.ts'
import { noParts } from './document-parts.ts'
import type { Asked } from './kind-of-file.ts'
import { cutMailbox, isMailbox } from './mailbox.ts'
import { type MessageText, parseMessage } from './parse-message.ts'
import type { PieceStream } from './piece-stream.ts'
import { createPieceWriter } from './piece-writer.ts'
import type { OpenFile } from './read-bounded.ts'
import { refuse } from './refuse.ts'

/** A message, or a mailbox message by message. */
export async function* readMail(file: OpenFile, { limits, signal }: Asked): PieceStream {
  if (isMailbox(await file.read(1024, signal))) return yield* readMailbox(file, signal)
  if (file.sizeBytes > limits.text_bytes) {
    refuse(parserError.tooLarge, { size_bytes: file.sizeBytes, limit_bytes: limits.text_bytes })
  }
  const { text, headings, place } = await parseMessage(await file.read(file.sizeBytes, signal), { number: 1, signal })
  yield* cutDocument({ ...noParts, text, headings: [...headings], places: [{ start: 0, place }] })
  return { warnings: [] }
}

async function* readMailbox(file: OpenFile, signal: AbortSignal): PieceStream {
  const warnings: ParseWarning[] = []
  const writer = createPieceWriter()
  let number = 0
  for await (const bytes of cutMailbox(file, signal)) {
    number++
    const message = await readable(bytes, number, signal)
    if (message === undefined) {
      warnings.push('part_unreadable')
      continue
    }
    const { text, headings, place } = message
    writer.add(`${text}\n\n`, { headings: [...headings], places: [{ start: 0, place }] })
    const piece = writer.isFull() ? writer.take() : undefined
    // One message may be far longer than a piece.
    if (piece) yield* cutDocument(piece)
  }
  const piece = writer.take()
  if (piece) yield* cutDocument(piece)
  return { warnings }
}

/** undefined when it is damaged: the others are still worth reading. */
async function readable(bytes: Uint8Array, number: number, signal: AbortSignal): Promise<MessageText | undefined> {
  try {
    return await parseMessage(bytes, { number, signal })
  } catch (error) {
    if (error instanceof AppError && error.code === parserError.corrupt) return undefined
    throw error
  }
}
