import { titleFrom } from '../../src-shared/conversation-title.ts'
import type { NewHistoryMessage } from '../stores/history-store.ts'
import { isUnavailable } from '../stores/pulse.ts'
import type { ChatDeps } from './chat-deps.ts'
import { excerptOf } from './excerpt.ts'
import type { ClaimedTurn } from './turns.ts'

export interface TurnToCount {
  readonly turn: ClaimedTurn
  readonly question: string
  readonly answer: NewHistoryMessage
  readonly topics: readonly string[]
  readonly plan: string
}

/** What lists of conversations show. While that store is away the turn is put down, and counted when it is back. */
export async function countTurn(
  { conversations, countLater }: ChatDeps,
  { turn, question, answer, topics, plan }: TurnToCount,
): Promise<void> {
  const { user_id, session_id, message_id } = turn
  const counted = { user_id, session_id, turn_id: message_id, messages: 2, topics: [...topics], subscription_plan: plan }
  try {
    await conversations.addTurn({
      ...{ ...counted, at: answer.timestamp },
      ...{ title: titleFrom(question), last_message: excerptOf(answer.message) },
    })
  } catch (error) {
    if (!isUnavailable(error)) throw error
    await countLater({ ...counted, answer_id: answer.message_id, at: answer.timestamp.toISOString() })
  }
}
