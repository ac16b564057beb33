import { type Collection, type Db, UUID } from 'mongodb'
import { z } from 'zod'
import { isTaken, type MongoSession } from './mongo.ts'

/** A document of `knowledge_revisions`. */
interface RevisionRecord {
  _id: UUID
  revision: number
  /** How many of his documents were deleted, or began to be. */
  deletions?: number
}

export type Grown = z.infer<typeof grown>

/** The numbers that grow with every change of a user's documents. */
export interface MongoRevisions {
  /** 0 for whoever never had any. */
  read(userId: string): Promise<number>
  grow(userId: string): Promise<Grown>
  /** Grows, for a deletion that begins. */
  delete(userId: string): Promise<Grown>
  known(userIds: readonly string[]): Promise<readonly string[]>
  forget(userId: string): Promise<void>
}

const grown = z.object({ revision: z.int(), deletions: z.int().default(0) })
const uuid = z.instanceof(UUID).transform(String)

export function createMongoRevisions(session: () => MongoSession): MongoRevisions {
  const ask = <T>(work: (revisions: Collection<RevisionRecord>) => Promise<T>): Promise<T> =>
    session().ask((db) => work(revisionsOf(db)))
  // A number that grew twice has grown; one that is gone stays gone.
  const change: typeof ask = (work) => session().askAgain((db) => work(revisionsOf(db)))

  async function growBy(userId: string, deletions: number): Promise<Grown> {
    const by = { $inc: { revision: 1, ...(deletions === 0 ? {} : { deletions }) } }
    const once = () =>
      change((revisions) => revisions.findOneAndUpdate({ _id: new UUID(userId) }, by, { upsert: true, returnDocument: 'after' }))
    // Of two that make it at once, one finds it made.
    const record = await once().catch((error: unknown) => {
      if (isTaken(error)) return once()
      throw error
    })
    return grown.parse(record)
  }

  return {
    async read(userId) {
      const found = await ask((revisions) => revisions.findOne({ _id: new UUID(userId) }))
      return found === null ? 0 : grown.parse(found).revision
    },
    grow: (userId) => growBy(userId, 0),
    delete: (userId) => growBy(userId, 1),
    async known(userIds) {
      const filter = { _id: { $in: userIds.map((id) => new UUID(id)) } }
      const found = await ask((revisions) => revisions.find(filter).project({ _id: 1 }).toArray())
      return found.map(({ _id }) => uuid.parse(_id))
    },
    forget: async (userId) => void (await change((revisions) => revisions.deleteOne({ _id: new UUID(userId) }))),
  }
}

export const revisionsOf = (db: Db): Collection<RevisionRecord> => db.collection<RevisionRecord>('knowledge_revisions')
