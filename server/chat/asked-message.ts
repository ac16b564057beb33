import type { AnswerStarted } from '../../src-shared/api/chat.ts'
import type { Asking } from './chat-deps.ts'

export interface AskedMessage extends Asking {
  readonly message: string
  readonly sessionId: string | undefined
  readonly messageId: string | undefined
  readonly useRag: boolean
}

export interface Listener {
  /** Whoever asked is gone, or the server stops: the answer ends where it is. */
  readonly signal: AbortSignal
  /** Before the first word. Whatever is refused has been refused by then, but for what the model may still do. */
  readonly onStarted: (started: AnswerStarted) => void
  readonly onText: (text: string) => void
}
