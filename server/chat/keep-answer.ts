import type { ChatAnswer } from '../../src-shared/api/chat.ts'
import type { ChatDeps } from './chat-deps.ts'
import { answerRow, toAnswer } from './chat-rows.ts'
import { addText } from './refuse-lost.ts'
import { settleTurn } from './settle-turn.ts'
import { placeAnswer } from './turns.ts'
import type { WrittenTurn } from './write-turn.ts'

/** The text first, then the use and the list, then that it is done: whoever takes over from a process that dies between goes on from there. */
export async function keepAnswer(deps: ChatDeps, finished: WrittenTurn): Promise<ChatAnswer> {
  const { asked, turn, found, written, responseTimeMs } = finished
  // A claim that is lost has no place, and what was written for it is refused.
  const at = (await placeAnswer(deps, turn)) ?? turn.asked_at
  const { text, status, model, promptTokens: prompt_tokens, completionTokens: completion_tokens } = written
  const used = found.sources.slice(0, written.sources)
  const { documents, isEmbedded } = found
  const row = answerRow(turn, {
    ...{ at: at.getTime(), text, status, model, responseTimeMs, prompt_tokens, completion_tokens },
    ...{ documents, isEmbedded, sources: used.map(({ category: _, ...source }) => source) },
  })
  await addText(deps, turn, row)
  const topics = [...new Set(used.flatMap(({ category }) => category ?? []))]
  await settleTurn(deps, { question: asked.message, answer: row, turn, topics, plan: asked.plan })
  return toAnswer({ ...row, feedback_score: null }, turn, await deps.quota.read(turn.user_id))
}
