import type { PromptMessage } from '../../src-shared/engine/llama.ts'
import { questionTurn } from '../../src-shared/retrieval/build-prompt.ts'
import type { HistoryMessage, HistoryStore } from '../stores/history-store.ts'
import { metadataOf } from './chat-rows.ts'
import type { TurnRow } from './turns.ts'

/** More than any context holds. */
const mostMessages = 40

export interface EarlierTurns {
  /** Oldest first, worded as they were sent: only then can the model reuse what it has read. */
  readonly prompt: readonly PromptMessage[]
  /** Oldest first. */
  readonly questions: readonly string[]
}

/** Questions of the conversation with their answers; a question without one is left out. */
export async function readEarlierTurns(history: HistoryStore, turn: TurnRow): Promise<EarlierTurns> {
  const { messages } = await history.readSession(turn, { limit: mostMessages })
  const before = messages.filter(({ message_id }) => message_id !== turn.message_id)
  const oldestFirst = before.toReversed()
  return {
    prompt: oldestFirst.flatMap((question, index) => pairOf(question, oldestFirst[index + 1])),
    questions: oldestFirst.flatMap(({ actor, message }) => (actor === 'user' ? message : [])),
  }
}

function pairOf(question: HistoryMessage, answer: HistoryMessage | undefined): PromptMessage[] {
  const known = answer && metadataOf(answer)
  if (question.actor !== 'user' || answer === undefined || known === undefined) return []
  const sources = known.sources.map(({ content }) => ({ text: content }))
  const asked = questionTurn({ question: question.message, sources, searched: known.documents === 'searched' })
  return [
    { role: 'user', text: asked },
    { role: 'assistant', text: answer.message },
  ]
}
