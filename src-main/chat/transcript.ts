import { estimateTokens } from '../../src-shared/retrieval/estimate-tokens.ts'
import type { ReadDb } from '../db/database.ts'

/** A part of a conversation that a model can summarise in one go. */
export interface TranscriptPiece {
  readonly text: string
  /** Messages that end in it. */
  readonly messages: number
}

interface Said {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

/** What was said on the branch that ends at `lastId`, above it and below `afterId`; oldest first. */
export function saidOn(db: ReadDb, lastId: string, afterId: string | undefined): Said[] {
  return db.prepare<[object], Said>(saidSql).all({ lastId, afterId: afterId ?? null })
}

/** Messages from the top of the branch down to this one. */
export function depthOf(db: ReadDb, messageId: string): number {
  return db.prepare<[object], number>(depthSql).pluck().get({ lastId: messageId, afterId: null }) ?? 0
}

const branchSql = `
  WITH RECURSIVE branch (id, parent_id, depth) AS (
    SELECT id, parent_id, 0 FROM messages WHERE id = @lastId
    UNION ALL
    SELECT above.id, above.parent_id, depth + 1 FROM branch JOIN messages AS above ON above.id = branch.parent_id
    WHERE @afterId IS NULL OR above.id <> @afterId
  )`
const saidSql = `${branchSql} SELECT role, text FROM branch JOIN messages ON messages.id = branch.id ORDER BY depth DESC`
const depthSql = `${branchSql} SELECT count(*) FROM branch`

/** Cuts it into pieces of about `room` tokens at most, between messages where it can be. */
export function cutTranscript(said: readonly Said[], room: number): TranscriptPiece[] {
  const pieces: TranscriptPiece[] = []
  let open: TranscriptPiece = { text: '', messages: 0 }
  const close = (): void => {
    if (open.text !== '') pieces.push(open)
    open = { text: '', messages: 0 }
  }
  for (const { role, text } of said) {
    const line = `${role === 'user' ? 'Person' : 'Assistant'}: ${text.trim()}\n\n`
    if (estimateTokens(open.text) + estimateTokens(line) > room) close()
    const parts = estimateTokens(line) > room ? splitLong(line, room) : [line]
    for (const part of parts.slice(0, -1)) pieces.push({ text: part, messages: 0 })
    open = { text: open.text + (parts.at(-1) ?? ''), messages: open.messages + 1 }
  }
  close()
  return pieces
}

/** Two pieces of one that turned out too long. */
export function halve({ text, messages }: TranscriptPiece): TranscriptPiece[] {
  const centre = Math.ceil(text.length / 2)
  const space = text.lastIndexOf(' ', centre) + 1
  const middle = space > centre / 2 ? space : wholeCharacter(text, centre)
  return [
    { text: text.slice(0, middle), messages: 0 },
    { text: text.slice(middle), messages },
  ]
}

function splitLong(text: string, room: number): string[] {
  const length = Math.max(1, Math.floor((text.length * room) / estimateTokens(text)))
  const parts: string[] = []
  for (let from = 0; from < text.length; ) {
    const to = Math.max(from + 1, wholeCharacter(text, from + length))
    parts.push(text.slice(from, to))
    from = to
  }
  return parts
}

/** Not between the halves of a surrogate pair. */
const wholeCharacter = (text: string, at: number): number => (/[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at)
