import type { Config } from '../../../server/config.ts'
import { isTaken, type MongoSession, openMongoPatiently } from '../../../server/stores/mongo.ts'
import { newId } from '../../../src-shared/ids.ts'
import { type Checked, refuse, runChecks, unset, untilReached } from './service-check.ts'

interface Scratch {
  readonly _id: string
  readonly vector: readonly number[]
}

export function checkMongo({ mongo }: Config): Promise<readonly Checked[]> {
  const name = `services_check_${newId().replaceAll('-', '')}`
  const insert = (session: MongoSession, document: Scratch) =>
    session.ask((db) => db.collection<Scratch>(name).insertOne(document))
  return runChecks<MongoSession>({
    store: 'MongoDB',
    async connect(opened) {
      const address = mongo ?? unset('MONGO_URI')
      const session = opened.use(await untilReached(() => openMongoPatiently(address)))
      opened.defer(async () => void (await session.ask((db) => db.dropCollection(name))))
      return session
    },
    others: {
      write: async (session) => void (await insert(session, { _id: 'read', vector: [0.1, -1 / 3] })),
      async read(session) {
        const found = await session.ask((db) => db.collection<Scratch>(name).findOne({ _id: 'read' }))
        if (found?.vector[1] !== -1 / 3) refuse('the document is not what was written')
      },
    },
    speciality: {
      name: 'of twenty at once one begins a document',
      async run(session) {
        const begin = () => insert(session, { _id: 'begun', vector: [] }).then(() => true, refusedAsTaken)
        const begun = await Promise.all(Array.from({ length: 20 }, begin))
        const count = begun.filter(Boolean).length
        if (count !== 1) refuse(`${count} began it`)
      },
    },
  })
}

function refusedAsTaken(error: unknown): false {
  if (!isTaken(error)) throw error
  return false
}
