import { afterAll, describe, expect, test } from 'vitest'
import { sql } from '../../../server/stores/sql.ts'
import { clientModel, embeddedDocument } from '../../helpers/server/embedded-words.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { keepsDocumentsOverHttp } from './knowledge-contract.ts'

const server = await openTestServer({ environment: clientModel })
afterAll(() => server[Symbol.asyncDispose]())

describe('on the embedded stores', () => {
  keepsDocumentsOverHttp(() => server)
})

test('with no calls left nothing is added, and what is there can be read and deleted all the same', async () => {
  const { token, userId } = await server.signUp()
  const body = embeddedDocument('a.txt', ['Words.'])
  const made = await server.call('POST /knowledge/documents', { token, body })
  await server.store.run(sql`UPDATE quotas SET used = max_allowed WHERE user_id = ${userId} AND resource_type = 'api_calls'`)

  const refused = await server.call('POST /knowledge/documents', { token, body })

  expect([refused.status, refused.error?.code]).toEqual([429, 'QUOTA_EXCEEDED'])
  const { items } = (await server.call('GET /knowledge/documents', { token })).data as { items: { document_id: string }[] }
  expect([made.status, items.length]).toEqual([201, 1])
  expect((await server.call(`DELETE /knowledge/documents/${items[0]?.document_id}`, { token })).status).toBe(200)
})
