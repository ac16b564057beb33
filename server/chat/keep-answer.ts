import type { ChatAnswer } from '../../src-shared/api/chat.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ChatDeps } from './chat-deps.ts'
import { answerRow, toAnswer } from './chat-rows.ts'
import { countTurn } from './count-turn.ts'
import { settleTurn } from './settle-turn.ts'
import { isThere, type TurnRow } from './turns.ts'
import type { WrittenTurn } from './write-turn.ts'

/** The text first, then the use, then that it is done: whoever takes over from a process that dies between goes on from there. */
export async function keepAnswer(deps: ChatDeps, finished: WrittenTurn): Promise<ChatAnswer> {
  const { asked, turn, found, written, responseTimeMs } = finished
  if (!(await isThere(deps, turn))) return refuseDeleted(deps, turn)
  const { text, status, model, promptTokens: prompt_tokens, completionTokens: completion_tokens } = written
  const used = found.sources.slice(0, written.sources)
  const { documents, isEmbedded } = found
  const row = answerRow(turn, {
    ...{ at: deps.now(), text, status, model, responseTimeMs, prompt_tokens, completion_tokens },
    ...{ documents, isEmbedded, sources: used.map(({ category: _, ...source }) => source) },
  })
  await deps.history.add(row)
  await settleTurn(deps, turn, asked.plan)
  const topics = [...new Set(used.flatMap(({ category }) => category ?? []))]
  await countTurn(deps, { question: asked.message, answer: row, turn, topics, plan: asked.plan })
  return toAnswer({ ...row, feedback_score: null }, turn, await deps.quota.read(turn.user_id))
}

/** A text that came after its conversation, or its user, was erased would stay for ever. */
async function refuseDeleted({ quota }: ChatDeps, { user_id, reservation_id }: TurnRow): Promise<never> {
  if (reservation_id !== null) await quota.release(reservation_id, user_id)
  throw new AppError('NOT_FOUND')
}
