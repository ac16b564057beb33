import { type Collection, UUID } from 'mongodb'
import { z } from 'zod'
import {
  type ConversationKey,
  type ConversationPlace,
  type ConversationStore,
  conversation,
  conversationPage,
  keptSentiments,
} from './conversation-store.ts'
import { isTaken, type MongoSession } from './mongo.ts'

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
  /** The turn that was counted last. */
  last_turn: string
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
    async addTurn({ turn_id, at, messages, topics, sentiment_score, subscription_plan, title, last_message, ...key }) {
      // The same turn again finds no document, and a second one of its session is refused.
      const before = { ...idsOf(key), last_turn: { $ne: turn_id } }
      const scores = sentiment_score === undefined ? [] : [sentiment_score]
      const change = {
        $setOnInsert: { started_at: at, title },
        $max: { last_activity: at },
        $inc: { message_count: messages },
        $addToSet: { topics: { $each: [...topics] } },
        $push: { sentiment_scores: { $each: scores, $slice: -keptSentiments } },
        $set: { subscription_plan, last_message, last_turn: turn_id },
      }
      const add = () => ask((conversations) => conversations.updateOne(before, change, { upsert: true }))
      // Of two that begin it at once one is refused too: it is there then.
      await add()
        .catch(refusedAsTaken)
        .then((added) => added ?? add().catch(refusedAsTaken))
    },
    async list(userId, { limit, after }) {
      const ofUser = { user_id: new UUID(userId) }
      const [found, total] = await ask((conversations) =>
        Promise.all([
          conversations
            .find({ ...ofUser, ...isOlder(after) })
            .sort({ last_activity: -1, session_id: -1 })
            .limit(limit + 1)
            .toArray(),
          conversations.countDocuments(ofUser),
        ]),
      )
      return conversationPage(z.array(row).parse(found), limit, total)
    },
    delete: async (key) => (await ask((conversations) => conversations.deleteOne(idsOf(key)))).deletedCount > 0,
    deleteUser: async (userId) => void (await ask((conversations) => conversations.deleteMany({ user_id: new UUID(userId) }))),
  }
}

function refusedAsTaken(error: unknown): undefined {
  if (!isTaken(error)) throw error
}

const idsOf = ({ user_id, session_id }: ConversationKey) => ({ user_id: new UUID(user_id), session_id: new UUID(session_id) })

function isOlder(after: ConversationPlace | undefined) {
  if (after === undefined) return {}
  const { last_activity } = after
  const sameTime = { last_activity, session_id: { $lt: new UUID(after.session_id) } }
  return { $or: [{ last_activity: { $lt: last_activity } }, sameTime] }
}
