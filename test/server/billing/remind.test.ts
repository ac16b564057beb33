import { setImmediate } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import type { BillingDeps } from '../../../server/billing/billing-deps.ts'
import { remind } from '../../../server/billing/remind.ts'
import type { Letter, Mail } from '../../../server/mail/mail.ts'
import { sql } from '../../../server/stores/sql.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'

const server = await openTestServer({ environment: { HEARTH_PLANS_WITHOUT_PAYMENT: 'false' } })
afterAll(() => server[Symbol.asyncDispose]())
const { store, clock } = server
const day = 24 * 3_600_000
const start = clock.at
const running = new AbortController().signal

/** With a pro plan that ends in a month, granted, or paid through Stripe. */
async function subscriber({ language = 'en', isPaid = false, isVerified = true }) {
  const email = `${newId()}@example.org`
  const headers = { 'accept-language': language }
  await server.call('POST /auth/register', { body: { email, password: 'long enough' }, headers })
  const ofUser = sql`(SELECT id FROM users WHERE email = ${email})`
  await store.run(sql`UPDATE users SET is_verified = ${isVerified} WHERE email = ${email}`)
  await store.run(sql`
    UPDATE subscriptions SET plan_type = 'pro', ends_at = ${new Date(start + 30 * day)}, stripe_subscription_id = ${isPaid ? newId() : null}
    WHERE user_id = ${ofUser}`)
  return email
}

/** As the schedule does it, at this time. */
async function letters(ms: number, { asksStripe = true, lendsPlans = false } = {}): Promise<readonly Letter[]> {
  const written: Letter[] = []
  const billing = { store, now: () => start + ms, asksStripe, lendsPlans } satisfies Partial<BillingDeps>
  const deliver: Mail['deliver'] = async (write) => void written.push(...[await write()].filter((letter) => letter !== undefined))
  await remind({ billing, deliver }, running)
  return written
}

test('a week before its end whoever has a plan hears it once, in his language, and what it will cost', async () => {
  const [granted, paid] = [await subscriber({}), await subscriber({ language: 'de', isPaid: true })]
  const unconfirmed = await subscriber({ isVerified: false })

  expect(await letters(23 * day - 1)).toEqual([])
  const first = await letters(23 * day)
  expect(await letters(24 * day)).toEqual([])

  expect(first.find(({ to }) => to === granted)?.subject).toBe('Your Pro plan ends on 9 April 2026')
  expect(first.find(({ to }) => to === paid)).toMatchObject({
    subject: 'Dein Pro-Tarif verlängert sich am 9. April 2026',
    text: expect.stringMatching(/für 29,00\s\$\./),
  })
  expect(first.map(({ to }) => to)).not.toContain(unconfirmed)
})

test('the next period is told of again; one that was cancelled ends, and so does a paid one without a key', async () => {
  const [renewed, cancelled] = [await subscriber({ isPaid: true }), await subscriber({ isPaid: true })]
  const ofCancelled = sql`(SELECT id FROM users WHERE email = ${cancelled})`
  await store.run(sql`UPDATE subscriptions SET next_plan_type = 'free' WHERE user_id = ${ofCancelled}`)
  const subjects = async (ms: number, options = {}) =>
    Object.fromEntries((await letters(ms, options)).map(({ to, subject }) => [to, subject]))

  expect(await subjects(25 * day)).toEqual({
    [renewed]: 'Your Pro plan renews on 9 April 2026',
    [cancelled]: 'Your Pro plan ends on 9 April 2026',
  })
  const ofRenewed = sql`(SELECT id FROM users WHERE email = ${renewed})`
  await store.run(sql`UPDATE subscriptions SET ends_at = ${new Date(start + 60 * day)} WHERE user_id = ${ofRenewed}`)

  expect(await subjects(55 * day, { asksStripe: false })).toEqual({ [renewed]: 'Your Pro plan ends on 9 May 2026' })
})

test('plans that are lent cost nothing and go on, and nobody is bothered', async () => {
  await subscriber({})

  expect(await letters(25 * day, { lendsPlans: true })).toEqual([])
})

test('of many who are due fifty are written to at once, and the next when those letters went; told to stop it leaves the rest', async () => {
  const sixty = await Promise.all(Array.from({ length: 60 }, () => subscriber({})))
  const stopping = new AbortController()
  const underway = { now: 0, most: 0 }
  const reached: string[] = []
  const deliver: Mail['deliver'] = async (write) => {
    underway.most = Math.max(underway.most, ++underway.now)
    const letter = await write()
    await setImmediate()
    underway.now--
    if (letter !== undefined) reached.push(letter.to)
    if (reached.length === 50) stopping.abort()
  }
  const billing = { store, now: () => start + 25 * day, asksStripe: true, lendsPlans: false } satisfies Partial<BillingDeps>

  await expect(remind({ billing, deliver }, stopping.signal)).rejects.toThrow('aborted')
  expect([reached.length, underway.most]).toEqual([50, 50])
  await remind({ billing, deliver }, running)

  expect(reached.toSorted()).toEqual(expect.arrayContaining(sixty.toSorted()))
  expect(new Set(reached).size).toBe(reached.length)
  expect(underway.most).toBe(50)
})
