import type { MongoSession } from '../../../server/stores/mongo.ts'

export interface RecordedAtlas {
  readonly session: MongoSession
  /** What was sent to the collection, in order: the name of the method and what it was given. */
  readonly sent: readonly (readonly [string, ...unknown[]])[]
  /** What it says of its indexes. */
  indexes: readonly object[]
  /** What a pipeline that begins with this stage finds, or why it does not. */
  readonly finds: Map<string, readonly object[] | Error>
}

type Db = Parameters<Parameters<MongoSession['ask']>[0]>[0]

/** In the place of Atlas, which there is only as a cloud: the driver's collection, which keeps what it was asked and answers what a test says. */
export function recordAtlas(): RecordedAtlas {
  const sent: [string, ...unknown[]][] = []
  const atlas: RecordedAtlas = { session: sessionOver(() => collection), sent, indexes: [], finds: new Map() }
  const collection = {
    aggregate(pipeline: readonly object[]) {
      sent.push(['aggregate', pipeline])
      const [stage = ''] = Object.keys(pipeline[0] ?? {})
      return { toArray: async () => foundBy(atlas, stage) }
    },
    listSearchIndexes: () => ({ toArray: async () => atlas.indexes }),
    async createSearchIndexes(indexes: readonly object[]) {
      sent.push(['createSearchIndexes', indexes])
    },
    async updateSearchIndex(name: string, definition: object) {
      sent.push(['updateSearchIndex', name, definition])
    },
  }
  return atlas
}

function foundBy({ finds }: RecordedAtlas, stage: string): readonly object[] {
  const found = finds.get(stage) ?? []
  if (found instanceof Error) throw found
  return found
}

const sessionOver = (collection: () => object): MongoSession => ({
  ask: (work) => work({ collection } as unknown as Db),
  askAgain: (work) => work({ collection } as unknown as Db, false),
  [Symbol.asyncDispose]: async () => {},
})
