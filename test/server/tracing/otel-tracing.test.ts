import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { createTracing } from '../../../server/tracing/otel-tracing.ts'

test('a collector that refuses the last spans does not make the end of the server fail', async () => {
  const collector = createServer((_, response) => response.writeHead(400).end('no')).listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces`
  const tracing = createTracing({ url, headers: {}, attributes: {}, sampler: 'always_on', ratio: 1 })
  const app = fastify()
  tracing.followRequests(app)
  app.get('/', async () => 'ok')
  await app.inject('/')

  await expect(tracing[Symbol.asyncDispose]()).resolves.toBeUndefined()

  await app.close()
  collector.close()
})
