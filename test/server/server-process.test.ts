import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { registered } from '../../src-shared/api/accounts.ts'
import { ask, spawnServer, startServer } from '../helpers/server/start-server.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { waitFor } from '../helpers/wait-for.ts'
import { expectLastUnitTakenOnce } from './usage/last-unit.ts'

const folder = tempFolder()
const server = await startServer({ data: folder.path })
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

const account = { email: 'a@example.org', password: 'long enough' }

test('without configuration it runs on embedded stores; what it acknowledged survives kill -9, also who is signed in', async () => {
  using own = tempFolder()
  const first = await startServer({ data: own.path })
  expect([first.url, first.stores]).toEqual([
    expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    { postgres: 'pglite', mongodb: 'sqlite', redis: 'memory', scylla: 'pglite' },
  ])
  const { user_id, access_token } = registered.parse((await ask(first.url, 'POST /auth/register', { body: account })).data)
  await first.kill('SIGKILL')

  await using second = await startServer({ data: own.path })

  expect((await ask(second.url, 'GET /users/me', { token: access_token })).data).toMatchObject({ id: user_id })
  expect((await ask(second.url, 'POST /auth/login', { body: account })).status).toBe(200)
})

test('a second server on the same folder is refused in words, and the first goes on', async () => {
  const second = spawnServer({ data: folder.path })

  expect(await second.ended).toBe(1)
  expect(second.said()).toContain('Another server uses the data folder')
  expect(second.said()).not.toContain('    at ')
  expect((await ask(server.url, 'GET /users/me', { token: 'a.b.c' })).status).toBe(401)
})

test('embedded, of a hundred that want the last unit at once one gets it', async () => {
  await expectLastUnitTakenOnce([server.url])
})

test('a request that runs when the server is stopped is finished; then it ends in order', async () => {
  const { hostname, port } = new URL(server.url)
  const body = JSON.stringify(account)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const answered = text(socket)
  const head = [
    'POST /auth/register HTTP/1.1',
    `Host: ${hostname}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 10)}`)
  // Whatever was sent before this answer has been read.
  await ask(server.url, 'GET /billing/plans')

  const ended = server.kill('SIGTERM')
  await waitFor('the server to stop', () => (server.said().includes('"stopping"') ? true : undefined))
  socket.write(body.slice(10))

  expect(await answered).toContain('HTTP/1.1 201')
  expect(await ended).toBe(0)
  expect(server.said()).toContain('"stopped"')
})

test('a database that does not answer stops the start in words, without its password', async () => {
  const environment = { DATABASE_URL: 'postgresql://u:CANARY@127.0.0.1:1/none', JWT_SECRET_KEY: 'k'.repeat(32) }

  const { ended, said } = spawnServer({ environment })

  expect(await ended).toBe(1)
  expect(said()).toContain('PostgreSQL does not answer under the configured address.')
  expect(said()).not.toContain('CANARY')
})

test('a setting that makes no sense is named', async () => {
  const { ended, said } = spawnServer({ environment: { BILLING_CYCLE_DAY: '40' } })

  expect(await ended).toBe(1)
  expect(said()).toMatch(/^BILLING_CYCLE_DAY: /m)
})
