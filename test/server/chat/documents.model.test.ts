import { afterAll } from 'vitest'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { answersFromDocuments } from './documents-contract.ts'

const models = await ensureTestModels('demo', 'embedder')
const server = await openTestServer({
  environment: {
    ...{ GENERATION_MODEL: models.demo, EMBEDDING_MODEL: models.embedder, MODEL_DEVICE: 'cpu' },
    ...{ HEARTH_MODEL_THREADS: '1', HEARTH_CHAT_TEMPERATURE: '0' },
  },
})
afterAll(() => server[Symbol.asyncDispose]())

answersFromDocuments(() => server)
