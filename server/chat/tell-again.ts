import type { ChatAnswer } from '../../src-shared/api/chat.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Listener } from './asked-message.ts'
import type { ChatDeps } from './chat-deps.ts'
import { toAnswer } from './chat-rows.ts'
import { findAnswer } from './find-answer.ts'
import type { TurnRow } from './turns.ts'

/** The answer that a message got already. Errors: `NOT_FOUND` when it was deleted. */
export async function tellAgain(
  { history, quota }: ChatDeps,
  turn: TurnRow,
  { onStarted, onText }: Omit<Listener, 'signal'>,
): Promise<ChatAnswer> {
  const row = await findAnswer(history, turn)
  if (row === undefined) throw new AppError('NOT_FOUND')
  const answer = toAnswer(row, turn, await quota.read(turn.user_id))
  const { session_id, message_id, answer_id, sources } = answer
  onStarted({ session_id, message_id, answer_id, sources })
  onText(answer.answer)
  return answer
}
