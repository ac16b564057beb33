import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { type AtlasSearch, createAtlasSearch } from './atlas-search.ts'
import type { ConversationStore } from './conversation-store.ts'
import { keepConnecting } from './keep-connecting.ts'
import type { KnowledgeStore } from './knowledge-store.ts'
import { readMigrations } from './migrations.ts'
import { type MongoAddress, openMongo } from './mongo.ts'
import { createMongoConversations } from './mongo-conversations.ts'
import { createMongoKnowledge } from './mongo-knowledge.ts'
import { migrateMongo } from './mongo-migrate.ts'
import { openSqlite, type SqliteFile } from './sqlite.ts'
import { createSqliteConversations } from './sqlite-conversations.ts'
import { createSqliteKnowledge } from './sqlite-knowledge.ts'

export interface DocumentStores extends AsyncDisposable {
  readonly knowledge: KnowledgeStore
  readonly conversations: ConversationStore
  /** Whether it is there is found out by asking; undefined where it cannot be. */
  readonly atlas: AtlasSearch | undefined
}

const migrations = (database: 'mongo' | 'knowledge') => readMigrations(join(import.meta.dirname, '../../migrations', database))

/** MongoDB, which may come later and go away, or a file in the data folder. Errors: `StartFault`. */
export const openDocuments = async (config: Config, log: Log): Promise<DocumentStores> =>
  config.mongo === undefined ? openFile(config, log) : await connectMongo(config.mongo, config, log)

async function connectMongo(address: MongoAddress, config: Config, log: Log): Promise<DocumentStores> {
  const connecting = await keepConnecting({
    name: 'mongodb',
    log,
    async open() {
      const applied = await migrateMongo(address, migrations('mongo'))
      if (applied.length > 0) log.info({ store: 'mongodb', applied }, 'migrations applied')
      return openMongo(address)
    },
  })
  return {
    knowledge: createMongoKnowledge(connecting.current),
    conversations: createMongoConversations(connecting.current),
    atlas: config.ENABLE_ATLAS_SEARCH ? createAtlasSearch(connecting.current) : undefined,
    [Symbol.asyncDispose]: () => connecting[Symbol.asyncDispose](),
  }
}

function openFile({ dataFolder, postgresUrl }: Config, log: Log): DocumentStores {
  const held: { file?: SqliteFile } = {}
  const open = (): SqliteFile => (held.file ??= openSqlite(join(dataFolder, 'knowledge.db'), migrations('knowledge')))
  if (postgresUrl === undefined) open()
  // Nobody may ever ask for it; whoever runs several servers has to know where it would lie.
  else
    log.warn(
      { folder: dataFolder },
      'without MONGO_URI knowledge lies in the folder of this process, where no other server finds it',
    )
  return {
    knowledge: createSqliteKnowledge(open),
    conversations: createSqliteConversations(open),
    atlas: undefined,
    [Symbol.asyncDispose]: async () => held.file?.[Symbol.dispose](),
  }
}
