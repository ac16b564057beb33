import type { ChatEvent } from '../../src-shared/desktop/chat.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Api } from './command-context.ts'
import type { Output } from './output.ts'
import { bar } from './progress-bar.ts'

export interface Question {
  readonly conversation_id: string
  readonly message_id: string
  readonly reply_id: string
  readonly text: string
  readonly model_id?: string
  readonly collection_ids?: string[]
}

export interface Asking {
  readonly api: Api
  readonly output: Output
  /** Whether the words are written as they come. */
  readonly isStreamed: boolean
}

/**
 * Asks and answers the stored reply. The signal stops the answer; what was written until then is kept and is in the row.
 * Errors are those of `chat.send`; a fault on the way is in the row.
 */
export async function answerTo(asking: Asking, question: Question, signal: AbortSignal): Promise<MessageRow> {
  const { api } = asking
  signal.throwIfAborted()
  let isSaved = false
  const stop = (): void => {
    // Before it is saved there is no answer that could be stopped.
    if (isSaved) void api.chat.stop({ message_id: question.reply_id }).catch(() => undefined)
  }
  signal.addEventListener('abort', stop)
  try {
    for await (const event of api.chat.send(question)) {
      if (event.type === 'done') return event.reply
      if (event.type === 'saved') {
        isSaved = true
        if (signal.aborted) stop()
      }
      show(asking, event)
    }
  } finally {
    signal.removeEventListener('abort', stop)
    asking.output.progress(null)
  }
  throw new AppError(rpcError.disconnected)
}

function show({ output, isStreamed }: Asking, event: ChatEvent): void {
  if (event.type === 'text') {
    if (isStreamed) output.write(event.text)
  } else if (event.type === 'loading') output.progress(bar(`Loading ${event.model}`, event.progress))
  else if (event.type === 'searching') output.progress('Searching your documents')
  else if (event.type === 'reading') output.progress(bar('Reading', event.done / Math.max(1, event.total)))
  else if (event.type === 'summarising')
    output.progress(bar('Summarising the beginning of the chat', event.done / Math.max(1, event.total)))
  else if (event.type === 'thought') output.progress('Thinking')
  else if (event.type === 'trimmed') output.note(trimmed(event.messages))
}

const trimmed = (messages: number): string =>
  `(The model cannot keep the whole chat in mind: ${messages === 1 ? 'its first message was' : `its first ${messages} messages were`} left out.)`
