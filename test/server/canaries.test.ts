import { expect, test } from 'vitest'
import { createLog } from '../../server/log.ts'
import { createCanaries } from '../helpers/server/canaries.ts'

const account = { email: 'someone@nowhere.test', password: 'a password of somebody' }

/** A watch over one account, and a log that it reads. */
function watched() {
  const canaries = createCanaries()
  canaries.watchFor({ ...account, records: [{ message: 'What does the doctor say?' }], plan_type: 'enterprise' })
  return { canaries, log: createLog('debug', { write: (line) => canaries.saw('log', line) }) }
}

test.each([
  ['an address', { reason: `no mail to ${account.email}` }],
  ['a password', { reason: account.password }],
  ['the text of a message', { detail: 'What does the doctor say?' }],
  ['a token', { header: 'Bearer eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.x' }],
  ['the password of a database', { url: 'postgresql://user:secret@db/chatbot_app' }],
  ['a hash of a password', { row: '$argon2id$v=19$m=19456' }],
  ['a key of Stripe', { key: 'sk_test_1' }],
  ['an address of nobody in particular', { who: 'other@example.org' }],
])('%s in a line of the log is found', (_, fields) => {
  const { canaries, log } = watched()

  log.info(fields, 'planted')

  expect(() => canaries.expectNone()).toThrow('in the log')
})

test.each(['metrics', 'refusal'] as const)('a canary in the %s is found', (place) => {
  const { canaries } = watched()

  canaries.saw(place, `something {who="${account.email}"}`)

  expect(() => canaries.expectNone()).toThrow(`in the ${place}`)
})

test('ids, routes, plans and codes are no canaries, also those of another number', () => {
  const { canaries, log } = watched()
  canaries.watchFor({ email: '1b4e28ba-2fa1-4111-a1ee-0a0a0a0a0a0a@nowhere.test' })

  log.info({ request_id: '1b4e28ba-2fa1-4111-a1ee-0a0a0a0a0a0a', route: '/auth/login', plan: 'enterprise', ms: 1.5 }, 'request')
  canaries.saw('refusal', '{"error":{"code":"VALIDATION_FAILED","details":{"field":"email"}}}')
  expect(() => canaries.expectNone()).not.toThrow()

  log.info({ to: '2c5f39cb-2fa1-4111-a1ee-0a0a0a0a0a0a@nowhere.test' }, 'planted')
  expect(() => canaries.expectNone()).toThrow('in the log')
})
