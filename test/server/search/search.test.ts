import { afterAll, describe, expect, test } from 'vitest'
import { health } from '../../../src-shared/api/health.ts'
import { clientModel } from '../../helpers/server/embedded-words.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { keepsSearchContract } from './search-contract.ts'

const server = await openTestServer({ environment: clientModel })
afterAll(() => server[Symbol.asyncDispose]())

describe('on the embedded stores', () => {
  keepsSearchContract(() => server)
})

test('health says what looks through the documents, and the metrics how long it took', async () => {
  const { text } = await server.call('GET /health')

  expect(health.parse(JSON.parse(text)).search).toBe('vector_index')
  expect((await server.call('GET /metrics')).text).toContain('knowledge_search_duration_seconds_count{route="vector"}')
})
