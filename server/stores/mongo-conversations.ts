import { type Collection, UUID } from 'mongodb'
import { z } from 'zod'
import {
  type ConversationKey,
  type ConversationPlace,
  type ConversationStore,
  conversation,
  conversationPage,
  keptSentiments,
  keptTurns,
  type Turn,
} from './conversation-store.ts'
import { isTaken, type MongoSession } from './mongo.ts'
import { parseRows } from './parse-rows.ts'

/** A document of `conversations_metadata`. */
interface ConversationRecord {
  user_id: UUID
  session_id: UUID
  started_at: Date
  last_activity: Date
  message_count: number
  topics: string[]
  sentiment_scores: number[]
  subscription_plan: string
  title: string
  last_message: string
  /** The turns that were counted last. */
  recent_turns: string[]
}

const uuid = z.instanceof(UUID).transform(String)
const row = conversation.extend({
  ...{ user_id: uuid, session_id: uuid },
  // Where `$slice` is not known, all are kept.
  sentiment_scores: z.array(z.number()).transform((scores) => scores.slice(-keptSentiments)),
})

export function createMongoConversations(session: () => MongoSession): ConversationStore {
  const ask = <T>(work: (conversations: Collection<ConversationRecord>) => Promise<T>): Promise<T> =>
    session().ask((db) => work(db.collection<ConversationRecord>('conversations_metadata')))

  return {
    kind: 'mongodb',
    async addTurn(turn) {
      const add = async () =>
        (await ask((conversations) => addLatest(conversations, turn))) ||
        (await ask((conversations) => addLate(conversations, turn)))
      // Of two that begin it at once one is refused, and there may be a later one by now: the second time only what was counted is.
      if (!(await add())) await add()
    },
    async list(userId, { limit, after }) {
      const found = await ask((conversations) =>
        conversations
          .find({ user_id: new UUID(userId), ...isOlder(after) })
          .project({ recent_turns: 0 })
          .sort({ last_activity: -1, session_id: -1 })
          .limit(limit + 1)
          .toArray(),
      )
      return conversationPage(parseRows(row, found), limit)
    },
    count: (userId) => ask((conversations) => conversations.countDocuments({ user_id: new UUID(userId) })),
    delete: async (key) => (await ask((conversations) => conversations.deleteOne(idsOf(key)))).deletedCount > 0,
    deleteUser: async (userId) => void (await ask((conversations) => conversations.deleteMany({ user_id: new UUID(userId) }))),
  }
}

type Conversations = Collection<ConversationRecord>

/** False when it was counted, or there is a later one: nothing matches then, and a second document of its session is refused. */
async function addLatest(conversations: Conversations, turn: Turn): Promise<boolean> {
  const { at, subscription_plan, last_message, title } = turn
  const change = {
    ...countOf(turn),
    $setOnInsert: { started_at: at, title },
    $set: { subscription_plan, last_message, last_activity: at },
  }
  try {
    await conversations.updateOne({ ...uncounted(turn), last_activity: { $lte: at } }, change, { upsert: true })
    return true
  } catch (error) {
    if (isTaken(error)) return false
    throw error
  }
}

/** False when it was counted, or there is none that is later. */
async function addLate(conversations: Conversations, turn: Turn): Promise<boolean> {
  const before = { ...uncounted(turn), last_activity: { $gt: turn.at } }
  return (await conversations.updateOne(before, countOf(turn))).matchedCount > 0
}

const uncounted = ({ turn_id, ...key }: Turn) => ({ ...idsOf(key), recent_turns: { $ne: turn_id } })

const countOf = ({ turn_id, messages, topics, sentiment_score }: Turn) => ({
  $inc: { message_count: messages },
  $addToSet: { topics: { $each: [...topics] } },
  $push: {
    sentiment_scores: { $each: sentiment_score === undefined ? [] : [sentiment_score], $slice: -keptSentiments },
    recent_turns: { $each: [turn_id], $slice: -keptTurns },
  },
})

const idsOf = ({ user_id, session_id }: ConversationKey) => ({ user_id: new UUID(user_id), session_id: new UUID(session_id) })

function isOlder(after: ConversationPlace | undefined) {
  if (after === undefined) return {}
  const { last_activity } = after
  const sameTime = { last_activity, session_id: { $lt: new UUID(after.session_id) } }
  return { $or: [{ last_activity: { $lt: last_activity } }, sameTime] }
}
