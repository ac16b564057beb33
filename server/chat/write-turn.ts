import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Generation } from '../engines/generator.ts'
import type { AskedMessage, Listener } from './asked-message.ts'
import type { ChatDeps } from './chat-deps.ts'
import { questionRow } from './chat-rows.ts'
import { readEarlierTurns } from './earlier-turns.ts'
import { type FoundPassages, findPassages } from './find-passages.ts'
import { noteReservation, type TurnRow } from './turns.ts'
import { type WrittenAnswer, writeAnswer } from './write-answer.ts'

export interface TurnTask {
  readonly asked: AskedMessage
  readonly turn: TurnRow
  readonly generation: Generation
  readonly modelId: string
}

export interface WrittenTurn {
  readonly asked: AskedMessage
  /** With what is held for it. */
  readonly turn: TurnRow
  readonly found: FoundPassages
  readonly written: WrittenAnswer
  readonly responseTimeMs: number
}

/** From the quota to the last word. Nothing of the answer is kept yet. */
export async function writeTurn(deps: ChatDeps, task: TurnTask, listener: Listener): Promise<WrittenTurn> {
  const { asked, generation, modelId } = task
  const startedMs = performance.now()
  const turn = await holdMessage(deps, task.turn)
  // First of the texts: when it cannot be kept, nothing is begun whose end could not be kept either.
  await deps.history.add(questionRow(turn, { message: asked.message, isEmbedded: mayEmbed(deps, asked) }))
  const earlier = await readEarlierTurns(deps.history, turn)
  const found = await findPassages(deps, { ...asked, before: earlier.lastQuestion }, listener.signal)
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

/** One message, or what is held for it already. Errors: `QUOTA_EXCEEDED`. */
async function holdMessage(deps: ChatDeps, turn: TurnRow): Promise<TurnRow> {
  if (turn.reservation_id !== null) return turn
  const reservation_id = await deps.quota.hold(turn.user_id)
  await noteReservation(deps, turn, reservation_id)
  return { ...turn, reservation_id }
}

const mayEmbed = ({ embedder, retrieve }: ChatDeps, { useRag }: AskedMessage): boolean =>
  useRag && embedder !== undefined && retrieve !== undefined
