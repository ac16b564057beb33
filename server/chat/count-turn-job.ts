import { z } from 'zod'
import { titleFrom } from '../../src-shared/conversation-title.ts'
import { defineJob, type JobKind } from '../jobs/job-kind.ts'
import type { ConversationStore } from '../stores/conversation-store.ts'
import type { HistoryMessage, HistoryPlace, HistoryStore, SessionKey } from '../stores/history-store.ts'
import { excerptOf } from './excerpt.ts'

/** Ids only: the texts are read when it is counted, if they are there still. */
const uncountedTurn = z.object({
  user_id: z.uuid(),
  session_id: z.uuid(),
  turn_id: z.uuid(),
  answer_id: z.uuid(),
  at: z.iso.datetime(),
  messages: z.int(),
  topics: z.array(z.string()),
  subscription_plan: z.string(),
})
export type UncountedTurn = z.infer<typeof uncountedTurn>

export const countTurnKind = 'count_chat_turn'
const pageSize = 100

export interface CountTurnDeps {
  readonly history: HistoryStore
  readonly conversations: ConversationStore
}

/** Counts a turn that happened while the store of conversations was away; nothing, if the conversation was deleted meanwhile. */
export const countTurnJob = ({ history, conversations }: CountTurnDeps): JobKind =>
  defineJob({
    name: countTurnKind,
    payload: uncountedTurn,
    async run({ answer_id, at, ...turn }) {
      const messages = await readSession(history, turn)
      const answer = messages.find(({ message_id }) => message_id === answer_id)
      const first = messages.findLast(({ actor }) => actor === 'user')
      if (answer === undefined || first === undefined) return
      const told = { title: titleFrom(first.message), last_message: excerptOf(answer.message) }
      await conversations.addTurn({ ...turn, ...told, at: new Date(at) })
      const left = await history.readSession(turn, { limit: 1 })
      if (left.messages.length === 0) await conversations.delete(turn)
    },
  })

/** All of it, newest first. */
async function readSession(history: HistoryStore, session: SessionKey): Promise<readonly HistoryMessage[]> {
  const all: HistoryMessage[] = []
  let after: HistoryPlace | undefined
  do {
    const page = await history.readSession(session, { limit: pageSize, after })
    all.push(...page.messages)
    after = page.next
  } while (after !== undefined)
  return all
}
