import type { HistoryMessage, HistoryPlace, HistoryStore } from '../stores/history-store.ts'
import type { TurnRow } from './turns.ts'

const pageSize = 50

/** Of the messages after the question, newest first; undefined when there is none, or it was deleted. */
export async function findAnswer(history: HistoryStore, turn: TurnRow): Promise<HistoryMessage | undefined> {
  let after: HistoryPlace | undefined
  do {
    const { messages, next } = await history.readSession(turn, { limit: pageSize, after })
    const found = messages.find(({ message_id }) => message_id === turn.answer_id)
    if (found !== undefined) return found
    after = next !== undefined && next.timestamp > turn.asked_at ? next : undefined
  } while (after !== undefined)
  return undefined
}
