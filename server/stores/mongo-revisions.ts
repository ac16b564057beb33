import { type Collection, type Db, UUID } from 'mongodb'
import { z } from 'zod'
import { isTaken, type MongoSession } from './mongo.ts'

/** A document of `knowledge_revisions`. */
interface RevisionRecord {
  _id: UUID
  revision: number
}

/** The numbers that grow with every change of a user's documents. */
export interface MongoRevisions {
  /** 0 for whoever never had any. */
  read(userId: string): Promise<number>
  grow(userId: string): Promise<number>
  known(userIds: readonly string[]): Promise<readonly string[]>
  forget(userId: string): Promise<void>
}

const revision = z.object({ revision: z.int() }).transform((record) => record.revision)
const uuid = z.instanceof(UUID).transform(String)

export function createMongoRevisions(session: () => MongoSession): MongoRevisions {
  const ask = <T>(work: (revisions: Collection<RevisionRecord>) => Promise<T>): Promise<T> =>
    session().ask((db) => work(revisionsOf(db)))
  // A number that grew twice has grown; one that is gone stays gone.
  const change: typeof ask = (work) => session().askAgain((db) => work(revisionsOf(db)))

  const growOnce = (userId: string) =>
    change((revisions) =>
      revisions.findOneAndUpdate({ _id: new UUID(userId) }, { $inc: { revision: 1 } }, { upsert: true, returnDocument: 'after' }),
    )

  return {
    async read(userId) {
      const found = await ask((revisions) => revisions.findOne({ _id: new UUID(userId) }))
      return found === null ? 0 : revision.parse(found)
    },
    async grow(userId) {
      // Of two that make it at once, one finds it made.
      const grown = await growOnce(userId).catch((error: unknown) => {
        if (isTaken(error)) return growOnce(userId)
        throw error
      })
      return revision.parse(grown)
    },
    async known(userIds) {
      const filter = { _id: { $in: userIds.map((id) => new UUID(id)) } }
      const found = await ask((revisions) => revisions.find(filter).project({ _id: 1 }).toArray())
      return found.map(({ _id }) => uuid.parse(_id))
    },
    forget: async (userId) => void (await change((revisions) => revisions.deleteOne({ _id: new UUID(userId) }))),
  }
}

const revisionsOf = (db: Db): Collection<RevisionRecord> => db.collection<RevisionRecord>('knowledge_revisions')
