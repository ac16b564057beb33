import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Letter } from '../../../server/mail/mail.ts'
import { sql } from '../../../server/stores/sql.ts'
import type { RouteName } from '../../../src-shared/api/routes.ts'
import { newId } from '../../../src-shared/ids.ts'
import { listenTestServer, type TestClient } from '../../helpers/central.ts'
import { clientModel, embeddedDocument, embeddedQuery } from '../../helpers/server/embedded-words.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const central = await listenTestServer({ environment: clientModel })
const { server } = central
afterAll(() => central[Symbol.asyncDispose]())

const { client, user } = await central.signedIn()
const other = await central.signedIn()
const operator = await central.signedIn()
await server.store.run(sql`UPDATE users SET is_superuser = true WHERE id = ${operator.user.userId}`)
await operator.client.signIn({ body: { email: operator.user.email, password: operator.user.password } })
const admin = operator.client

const document_id = newId()
const email = `${newId()}@example.org`
const password = 'a password of everybody here'
const plan = { plan_type: 'pro', billing_cycle: 'monthly' } as const
const document = embeddedDocument('tides.txt', ['the moon moves the sea'])

async function codeFor(address: string, isMeant = (_: string) => true): Promise<string> {
  const isCode = /^[\w-]{43}$/m
  const isLetter = (letter: Letter) => letter.to === address && isCode.test(letter.text) && isMeant(letter.text)
  return isCode.exec((await waitFor('the code', () => server.letters.findLast(isLetter))).text)?.[0] ?? ''
}

/** A job that was given up. */
async function deadJob(): Promise<string> {
  const job_id = newId()
  await server.store.run(sql`
    INSERT INTO jobs (id, kind, user_id, payload, priority, state, attempts, due_at, created_at, finished_at, failure)
    VALUES (${job_id}, 'export_account', ${user.userId}, '{}', 1, 'dead', 5, now(), now(), now(), 'INTERNAL')`)
  return job_id
}

const held = () => client.call('POST /usage/reservations', { body: { resource_type: 'messages', quantity: 2 } })

/** Each route once, as the desktop would; a route that is added does not compile without its line here. */
const calls = {
  'GET /health': () => client.call('GET /health'),
  'GET /ready': () => client.call('GET /ready'),
  'GET /billing/plans': () => client.call('GET /billing/plans'),
  'POST /auth/register': () => client.call('POST /auth/register', { body: { email, password } }),
  'POST /auth/verify': async () => client.call('POST /auth/verify', { body: { token: await codeFor(email) } }),
  'POST /auth/password/forgot': () => client.call('POST /auth/password/forgot', { body: { email } }),
  'POST /auth/password/reset': async () => {
    const token = await codeFor(email, (text) => !text.startsWith('Welcome'))
    return client.call('POST /auth/password/reset', { body: { token, password } })
  },
  'POST /auth/login': () => client.call('POST /auth/login', { body: { email, password, device_name: 'a laptop' } }),
  'POST /auth/refresh': async () => {
    const { refresh_token } = await client.call('POST /auth/login', { body: { email, password } })
    return client.call('POST /auth/refresh', { body: { refresh_token } })
  },
  'POST /auth/logout': async () => {
    const { refresh_token } = await client.call('POST /auth/login', { body: { email, password } })
    return client.call('POST /auth/logout', { body: { refresh_token } })
  },
  'GET /users/me': () => client.call('GET /users/me'),
  'POST /users/me/verification': () => client.call('POST /users/me/verification'),
  'POST /users/me/email': () =>
    client.call('POST /users/me/email', { body: { current_password: user.password, email: `new-${user.email}` } }),
  'POST /auth/email/confirm': async () =>
    client.call('POST /auth/email/confirm', { body: { token: await codeFor(`new-${user.email}`) } }),
  'POST /users/me/export': () => client.call('POST /users/me/export'),
  'GET /tasks/{task_id}': async () => {
    const { task_id } = await client.call('POST /users/me/export')
    return client.call('GET /tasks/{task_id}', { params: { task_id } })
  },
  'GET /devices': () => client.call('GET /devices'),
  'PATCH /devices/{device_id}': () =>
    client.call('PATCH /devices/{device_id}', { params: { device_id: deviceOf(client) }, body: { name: 'mine' } }),
  'DELETE /devices/{device_id}': async () => {
    const { device_id } = await client.call('POST /auth/login', {
      body: { email: other.user.email, password: other.user.password },
    })
    return other.client.call('DELETE /devices/{device_id}', { params: { device_id } })
  },
  'GET /billing/subscription': () => client.call('GET /billing/subscription'),
  'POST /billing/subscription/preview': () => client.call('POST /billing/subscription/preview', { body: plan }),
  'PUT /billing/subscription': () => client.call('PUT /billing/subscription', { body: plan }),
  'GET /billing/history': () => client.call('GET /billing/history', { query: { limit: 1 } }),
  'POST /billing/checkout': () => client.call('POST /billing/checkout', { body: plan }),
  'POST /billing/portal': () => client.call('POST /billing/portal'),
  'GET /billing/usage': () => client.call('GET /billing/usage'),
  'GET /billing/quota/{resource_type}': () =>
    client.call('GET /billing/quota/{resource_type}', { params: { resource_type: 'messages' } }),
  'POST /usage': () => {
    const occurred_at = new Date(server.clock.at).toISOString()
    return client.call('POST /usage', {
      body: { records: [{ usage_id: newId(), resource_type: 'messages', quantity: 1, occurred_at }] },
    })
  },
  'POST /usage/reservations': held,
  'POST /usage/reservations/{reservation_id}/commit': async () => {
    const { reservation_id } = await held()
    return client.call('POST /usage/reservations/{reservation_id}/commit', { params: { reservation_id }, body: { quantity: 1 } })
  },
  'DELETE /usage/reservations/{reservation_id}': async () => {
    const { reservation_id } = await held()
    return client.call('DELETE /usage/reservations/{reservation_id}', { params: { reservation_id } })
  },
  'POST /knowledge/documents': () => client.call('POST /knowledge/documents', { body: document }),
  'PUT /knowledge/documents/{document_id}': () =>
    client.call('PUT /knowledge/documents/{document_id}', { params: { document_id }, body: document }),
  'GET /knowledge/documents': () => client.call('GET /knowledge/documents', { query: { limit: 5 } }),
  'GET /knowledge/documents/{document_id}': () =>
    client.call('GET /knowledge/documents/{document_id}', { params: { document_id } }),
  'POST /search/semantic': () => client.call('POST /search/semantic', { body: embeddedQuery('the sea') }),
  'POST /search/hybrid': () => client.call('POST /search/hybrid', { body: embeddedQuery('the sea') }),
  'DELETE /knowledge/documents/{document_id}': () =>
    client.call('DELETE /knowledge/documents/{document_id}', { params: { document_id } }),
  'POST /chat/message': () => client.call('POST /chat/message', { body: { message: 'hello', use_rag: false } }),
  'GET /chat/history': () => client.call('GET /chat/history'),
  'GET /chat/conversations': () => client.call('GET /chat/conversations', { query: { limit: 3 } }),
  'PUT /chat/history/{message_id}/feedback': () =>
    client.call('PUT /chat/history/{message_id}/feedback', {
      params: { message_id: newId() },
      body: { session_id: newId(), timestamp: new Date(server.clock.at).toISOString(), score: 1 },
    }),
  'DELETE /chat/conversations/{session_id}': () =>
    client.call('DELETE /chat/conversations/{session_id}', { params: { session_id: newId() } }),
  'POST /admin/users/find': () => admin.call('POST /admin/users/find', { body: { email } }),
  'GET /admin/users/{user_id}': () => admin.call('GET /admin/users/{user_id}', { params: { user_id: user.userId } }),
  'PATCH /admin/users/{user_id}': () =>
    admin.call('PATCH /admin/users/{user_id}', { params: { user_id: user.userId }, body: { is_active: true } }),
  'PUT /admin/users/{user_id}/plan': () =>
    admin.call('PUT /admin/users/{user_id}/plan', { params: { user_id: user.userId }, body: plan }),
  'POST /admin/keys/rotate': () => admin.call('POST /admin/keys/rotate'),
  'POST /admin/reconcile': () => admin.call('POST /admin/reconcile'),
  'GET /admin/jobs/dead': () => admin.call('GET /admin/jobs/dead'),
  'POST /admin/jobs/{job_id}/retry': async () =>
    admin.call('POST /admin/jobs/{job_id}/retry', { params: { job_id: await deadJob() } }),
  'DELETE /admin/users/{user_id}': () => admin.call('DELETE /admin/users/{user_id}', { params: { user_id: other.user.userId } }),
  'PATCH /users/me': () => {
    const body = { current_password: user.password, password }
    return client.call('PATCH /users/me', { body })
  },
  'DELETE /users/me': async () => {
    await client.signIn({ body: { email: `new-${user.email}`, password } })
    return client.call('DELETE /users/me', { body: { current_password: password } })
  },
} satisfies Readonly<Record<RouteName, () => Promise<unknown>>>

/** What this server refuses as it is: it has no model and takes no money, and nothing was said yet. */
const refused: Partial<Readonly<Record<RouteName, string>>> = {
  'POST /billing/checkout': 'PAYMENTS_NOT_OFFERED',
  'POST /billing/portal': 'PAYMENTS_NOT_OFFERED',
  'POST /chat/message': 'MODEL_UNAVAILABLE',
  'PUT /chat/history/{message_id}/feedback': 'NOT_FOUND',
  'DELETE /chat/conversations/{session_id}': 'NOT_FOUND',
}

const names = z.enum(Object.keys(calls) as [RouteName, ...RouteName[]]).options

test.each(names)('%s is called, and its answer understood', async (name) => {
  const code = refused[name]

  if (code === undefined) expect(await calls[name]()).toEqual(expect.anything())
  else await expect(calls[name]()).rejects.toMatchObject({ code, data: { request_id: expect.any(String) } })
})

function deviceOf({ tokens }: TestClient): string {
  const kept = tokens.read()
  if (kept === undefined) throw new Error('nobody is signed in')
  return kept.deviceId
}
