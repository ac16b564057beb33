import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Generation } from '../engines/generator.ts'
import type { AskedMessage, Listener } from './asked-message.ts'
import type { ChatDeps } from './chat-deps.ts'
import { questionRow } from './chat-rows.ts'
import { readEarlierTurns } from './earlier-turns.ts'
import { type FoundPassages, findPassages } from './find-passages.ts'
import { addText } from './refuse-lost.ts'
import type { HeldTurn } from './turns.ts'
import { type WrittenAnswer, writeAnswer } from './write-answer.ts'

export interface TurnTask {
  readonly asked: AskedMessage
  readonly turn: HeldTurn
  readonly generation: Generation
  readonly modelId: string
}

export interface WrittenTurn {
  readonly asked: AskedMessage
  readonly turn: HeldTurn
  readonly found: FoundPassages
  readonly written: WrittenAnswer
  readonly responseTimeMs: number
}

/** From the question to the last word. Nothing of the answer is kept yet. */
export async function writeTurn(deps: ChatDeps, task: TurnTask, listener: Listener): Promise<WrittenTurn> {
  const { asked, turn, generation, modelId } = task
  const startedMs = performance.now()
  const earlier = await readEarlierTurns(deps.history, turn)
  const found = await findPassages(deps, { ...asked, earlier: earlier.questions }, listener.signal)
  // Before an answer: when it cannot be kept, none is begun that could not be kept either.
  await addText(deps, turn, questionRow(turn, { message: asked.message, isEmbedded: found.isEmbedded }))
  const { user_id, session_id, message_id, answer_id } = turn
  listener.onStarted({ session_id, message_id, answer_id, sources: [...found.sources] })
  const written = await writeAnswer(
    {
      ...{ generation, modelId, question: asked.message, found, earlier: earlier.prompt },
      ...{ conversationId: `${user_id} ${session_id}`, temperature: deps.temperature },
      ...{ answerTokens: deps.answerTokens, tell: listener.onText },
    },
    listener.signal,
  )
  if (written.text === '' && written.status === 'interrupted') throw new AppError(rpcError.aborted)
  return { asked, turn, found, written, responseTimeMs: Math.round(performance.now() - startedMs) }
}
