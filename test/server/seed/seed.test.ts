import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { signedIn } from '../../../src-shared/api/accounts.ts'
import { usageSummary } from '../../../src-shared/api/billing.ts'
import { ask, spawnServer, startServer } from '../../helpers/server/start-server.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const folder = tempFolder()
afterAll(() => folder[Symbol.dispose]())

const seeded = z.object({ made: z.array(z.string()), found: z.array(z.string()), password: z.string().optional() })

async function seed(environment: Readonly<Record<string, string>> = {}, ...words: readonly string[]) {
  const { ended, wrote, said } = spawnServer({ data: folder.path, words: ['seed', ...words], environment })
  return { code: await ended, wrote: wrote(), said: said() }
}

/** What a demo account sees after signing in. */
async function look(password: string) {
  await using server = await startServer({ data: folder.path })
  const body = { email: 'pro@example.org', password }
  const { user, access_token: token } = signedIn.parse((await ask(server.url, 'POST /auth/login', { body })).data)
  const usage = usageSummary.parse((await ask(server.url, 'GET /billing/usage', { token })).data)
  return { role: user.role, plan: user.subscription_plan, usage, history: (await ask(server.url, 'GET /billing/history', { token })).data }
}

test('demo data can be signed in with and looked at, and seeding again changes nothing', async () => {
  const first = seeded.parse(JSON.parse((await seed()).wrote))
  const before = await look(first.password ?? '')

  const again = seeded.parse(JSON.parse((await seed()).wrote))

  expect(first.made).toContain('admin@example.org')
  expect(before).toMatchObject({ role: 'pro_user', plan: 'pro' })
  expect(again).toEqual({ made: [], found: first.made })
  expect(await look(first.password ?? '')).toEqual(before)
})

test.each([
  [{ NODE_ENV: 'production' }, 'NODE_ENV is production'],
  [{ STRIPE_API_KEY: 'sk_live_CANARY', STRIPE_WEBHOOK_SECRET: 'whsec_1' }, 'STRIPE_API_KEY is a live one'],
  [{ HEARTH_PUBLIC_URL: 'https://hearth.example' }, 'HEARTH_PUBLIC_URL is not on this machine'],
])('with %o nothing is made unless production is meant', async (environment, sentence) => {
  const { code, said } = await seed(environment)

  expect([code, said]).toEqual([1, expect.stringContaining(sentence)])
  expect(said).not.toContain('CANARY')
})

test('in production, where it is meant, the password is one that nobody knows beforehand', async () => {
  using other = tempFolder()
  const { ended, wrote } = spawnServer({
    ...{ data: other.path, words: ['seed', '--in-production'], environment: { NODE_ENV: 'production' } },
  })

  expect(await ended).toBe(0)
  expect(seeded.parse(JSON.parse(wrote())).password).toMatch(/^[\w-]{43}$/)
})
