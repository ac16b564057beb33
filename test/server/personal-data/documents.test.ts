import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { openSqlite } from '../../../server/stores/sqlite.ts'
import { createSqliteKnowledge } from '../../../server/stores/sqlite-knowledge.ts'
import { clientModel } from '../../helpers/server/embedded-words.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { keepsDocumentsPersonal } from './documents-contract.ts'

const file = openSqlite(undefined, readMigrations(join(import.meta.dirname, '../../../migrations/knowledge')))
const knowledge = createSqliteKnowledge(() => file)
const server = await openTestServer({ environment: clientModel, stores: { knowledge } })
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  file[Symbol.dispose]()
})

describe('on the embedded stores', () => {
  keepsDocumentsPersonal(() => ({ server, knowledge }))
})
