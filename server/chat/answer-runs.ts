import type { ChatAnswer } from '../../src-shared/api/chat.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { answerMessage } from './answer-message.ts'
import type { AskedMessage, Listener } from './asked-message.ts'
import type { ChatDeps } from './chat-deps.ts'

export interface AnswerRuns {
  /** Errors: those of `answerMessage`; `OVERLOADED` {retry_after} instead of `aborted`. */
  answer(asked: AskedMessage, listener: Listener): Promise<ChatAnswer>
  /** Ends those that run, and waits until what there is of them is kept. */
  stop(): Promise<void>
}

/** Shorter than quota is held. */
const longestMs = 10 * 60_000
const retryAfterSeconds = 5

/** Answers outlive the connections of those who asked: what was begun is always brought to an end that can be read later. */
export function createAnswerRuns(deps: ChatDeps): AnswerRuns {
  const stopping = new AbortController()
  const running = new Set<Promise<unknown>>()
  return {
    async answer(asked, listener) {
      const signal = AbortSignal.any([listener.signal, stopping.signal, AbortSignal.timeout(longestMs)])
      const run = answerMessage(deps, asked, { ...listener, signal })
      running.add(run)
      try {
        return await run
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== rpcError.aborted) throw error
        throw new AppError('OVERLOADED', { retry_after: retryAfterSeconds }, { cause: error })
      } finally {
        running.delete(run)
      }
    },
    async stop() {
      stopping.abort()
      await Promise.allSettled(running)
    },
  }
}
