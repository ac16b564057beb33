import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../../../server/config.ts'
import { demoPassword } from '../../../server/seed/demo-password.ts'
import { seed } from '../../../server/seed/seed.ts'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { createSqlHistory } from '../../../server/stores/sql-history.ts'
import { openSqlite } from '../../../server/stores/sqlite.ts'
import { createSqliteConversations } from '../../../server/stores/sqlite-conversations.ts'
import { signedIn } from '../../../src-shared/api/accounts.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { spawnServer } from '../../helpers/server/start-server.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const server = await openTestServer()
const file = openSqlite(undefined, readMigrations(join(import.meta.dirname, '../../../migrations/knowledge')))
const stores = { history: createSqlHistory(server.store), conversations: createSqliteConversations(() => file) }
afterAll(async () => {
  file[Symbol.dispose]()
  await server[Symbol.asyncDispose]()
})

const password = 'of the demo'

/** What a demo account sees after signing in. */
async function look(email: string) {
  const signIn = await server.call('POST /auth/login', { body: { email, password } })
  const { user, access_token: token } = signedIn.parse(signIn.data)
  const [usage, payments] = [
    await server.call('GET /billing/usage', { token }),
    await server.call('GET /billing/history', { token }),
  ]
  const { conversations } = await stores.conversations.list(user.id, { limit: 10 })
  const { messages } = await stores.history.readUser(user.id, { limit: 100 })
  return { user, usage: usage.data, payments: payments.data, conversations, messages }
}

test('demo accounts can be signed in with and have plans, use and conversations; seeding again changes nothing', async () => {
  const first = await seed({ ...server, stores, password })
  const before = await Promise.all(first.made.map(look))

  const again = await seed({ ...server, stores, password: 'another' })

  expect(again).toEqual({ made: [], found: first.made, password: undefined })
  expect(await Promise.all(first.made.map(look))).toEqual(before)
  expect(before.map(({ user }) => user.role)).toEqual(['admin', 'user', 'pro_user', 'enterprise_user'])
  const [, , pro] = before
  expect(pro?.usage).toMatchObject({ messages_this_month: 426 })
  expect([pro?.conversations.length, pro?.messages.length]).toEqual([2, 10])
})

const secret = { STRIPE_WEBHOOK_SECRET: 'whsec_1' }

test.each([
  [{ NODE_ENV: 'production' }, 'NODE_ENV is production'],
  [{ ...secret, STRIPE_API_KEY: 'sk_live_CANARY' }, 'STRIPE_API_KEY is a live one'],
  [{ ...secret, STRIPE_API_KEY: 'rk_live_CANARY' }, 'STRIPE_API_KEY is a live one'],
  [{ HEARTH_PUBLIC_URL: 'https://hearth.example' }, 'HEARTH_PUBLIC_URL is not on this machine'],
])(
  'with %o demo accounts are made only where that is meant, and with a password that nobody knows beforehand',
  (environment, sentence) => {
    const config = readConfig({ environment })
    const refused = () => demoPassword(config, { isInProduction: false })

    expect(refused).toThrow(sentence)
    expect(refused).not.toThrow('CANARY')
    expect(demoPassword(config, { isInProduction: true })).toMatch(/^[\w-]{43}$/)
  },
)

test('the command refuses in production in words, and with the flag makes them and shows their password once', async () => {
  using folder = tempFolder()
  const environment = { NODE_ENV: 'production' }
  const run = (...words: readonly string[]) => spawnServer({ data: folder.path, words: ['seed', ...words], environment })

  const refused = run()
  expect([await refused.ended, refused.said()]).toEqual([1, expect.stringContaining('only with --in-production')])
  const made = run('--in-production')

  expect(await made.ended).toBe(0)
  const told = z.object({ made: z.array(z.string()), password: z.string() }).parse(JSON.parse(made.wrote()))
  expect([told.made.length, made.said().includes(told.password)]).toEqual([4, false])
})
