import type { Db } from '../db/database.ts'
import { updateMessage } from './messages.ts'

/** At most this much of an answer is lost with the process: under the 250 ms that were promised, with room for the write. */
const checkpointMs = 150

export interface ReplyText extends Disposable {
  readonly text: string
  readonly thought: string
  addText(piece: string): void
  addThought(piece: string): void
}

export interface ReplyTextDeps {
  readonly db: Db
  readonly now: () => number
  readonly onFault: (stage: string, error: unknown) => void
}

/** The answer as it grows. Every piece reaches the row within the checkpoint's time, also when no further piece comes. */
export function keepReplyText(
  { db, now, onFault }: ReplyTextDeps,
  reply: { id: string; text: string; thought: string | null },
): ReplyText {
  let text = reply.text
  let thought = reply.thought ?? ''
  let timer: NodeJS.Timeout | undefined

  function write(): void {
    timer = undefined
    try {
      db.transact((tx) => updateMessage(tx, reply.id, { text, thought: thought === '' ? null : thought, updated_at: now() }))
    } catch (error) {
      // A full disk: the words are in memory, and the next piece or the end tries again.
      onFault('chat.checkpoint', error)
    }
  }

  function schedule(): void {
    timer ??= setTimeout(write, checkpointMs)
  }

  return {
    get text() {
      return text
    },
    get thought() {
      return thought
    },
    addText(piece) {
      text += piece
      schedule()
    },
    addThought(piece) {
      thought += piece
      schedule()
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
