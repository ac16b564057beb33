import { afterAll, describe } from 'vitest'
import { openMongoPatiently } from '../../../server/stores/mongo.ts'
import { createMongoConversations } from '../../../server/stores/mongo-conversations.ts'
import { createMongoKnowledge } from '../../../server/stores/mongo-knowledge.ts'
import { openScylla } from '../../../server/stores/scylla.ts'
import { createScyllaHistory } from '../../../server/stores/scylla-history.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { openTestCache } from '../../helpers/server/test-cache.ts'
import { openTestDatabase } from '../../helpers/server/test-database.ts'
import { createKeyspace } from '../../helpers/server/test-keyspace.ts'
import { createMongoDatabase } from '../../helpers/server/test-mongo.ts'
import { answersContract } from './answers-contract.ts'
import { answersFromDocuments } from './documents-contract.ts'
import { keepsHistoryContract } from './history-contract.ts'

const opened = new AsyncDisposableStack()
const { demo, embedder } = await ensureTestModels('demo', 'embedder')
const store = opened.use(await openTestDatabase())
const cache = opened.use(openTestCache())
const documents = opened.use(await openMongoPatiently(await createMongoDatabase()))
const messages = opened.use(await openScylla({ ...(await createKeyspace()), isPatient: true }))
const stores = {
  history: createScyllaHistory(() => messages),
  conversations: createMongoConversations(() => documents),
  knowledge: createMongoKnowledge(() => documents),
}
const server = opened.use(
  await openTestServer({
    ...{ store, cache, stores },
    environment: {
      ...{ GENERATION_MODEL: demo, EMBEDDING_MODEL: embedder, MODEL_DEVICE: 'cpu' },
      ...{ HEARTH_MODEL_THREADS: '1', HEARTH_CHAT_TEMPERATURE: '0' },
    },
  }),
)
afterAll(() => opened.disposeAsync())

describe('on PostgreSQL, Redis, MongoDB and ScyllaDB', () => {
  keepsHistoryContract(() => ({ server, stores }))
  answersContract(() => ({ server, stores }))
  answersFromDocuments(() => server)
})
