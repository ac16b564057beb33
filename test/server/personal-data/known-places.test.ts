import { createHash } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { createSignInLimit, type SignInAttempt } from '../../../server/accounts/sign-in-limit.ts'
import { cachePersonalData } from '../../../server/personal-data/cache-personal-data.ts'
import type { CacheStore } from '../../../server/stores/cache-store.ts'
import { createMemoryCache } from '../../../server/stores/memory-cache.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openTestServer, type TestUser } from '../../helpers/server/open-test-server.ts'

// From where an account was opened, in the cache.

const clock = { at: Date.parse('2026-03-10T12:00:00.500Z') }
const memory = createMemoryCache(() => clock.at)
/** All that was ever kept for longer than the account's own hour, and every key that there was. */
const lasting = new Set<string>()
const keys = new Set<string>()
const cache: CacheStore = {
  ...memory,
  set(key, value, ttlSeconds) {
    keys.add(key)
    if (ttlSeconds > 3600) lasting.add(key)
    return memory.set(key, value, ttlSeconds)
  },
  count(key, windowSeconds) {
    keys.add(key)
    return memory.count(key, windowSeconds)
  },
}
const server = await openTestServer({ cache })
afterAll(() => server[Symbol.asyncDispose]())

const address = '10.30.0.1'
const signIn = ({ email, password }: TestUser, from = address) =>
  server.call('POST /auth/login', { body: { email, password }, address: from })

const kept = async () => {
  const values = await Promise.all([...lasting].map(async (key) => [key, await cache.get(key)] as const))
  return values.filter(([, value]) => value !== undefined)
}

test('known_places holds from where an account was opened, is counted as a trace of it, and goes with it', async () => {
  const [user, other] = [await server.signUp(), await server.signUp()]
  for (const each of [user, other]) for (const from of [address, '10.30.0.2']) await signIn(each, from)
  const ofUser = `known_places:${user.userId}`
  const traces = cachePersonalData(cache)
  await cache.delete([`session:${user.userId}`])
  expect((await kept()).map(([key]) => key)).toContain(ofUser)
  expect(await traces.count(user.userId)).toBe(1)

  await server.call('DELETE /users/me', { token: user.token, body: { current_password: user.password } })
  await server.jobs.runDue()

  expect((await kept()).map(([key]) => key)).toEqual([`known_places:${other.userId}`])
  expect(await traces.count(user.userId)).toBe(0)
})

test('whoever reads the cache cannot try whose address a key or a value stands for: no digest is without the secret', async () => {
  const user = await server.signUp()
  await signIn(user)
  await server.call('POST /auth/password/forgot', { body: { email: user.email } })
  await expect.poll(() => [...keys].some((key) => key.startsWith('letters:'))).toBe(true)

  const guesses = [user.email, address, `${user.email}\n${address}`, `${user.email}${address}`, `${user.email}:${address}`]
  const digests = guesses.flatMap((guess) =>
    (['base64url', 'base64', 'hex'] as const).map((form) => createHash('sha256').update(guess).digest(form)),
  )
  const text = JSON.stringify([[...keys], await kept()])

  expect([user.email, ...digests].filter((guess) => text.includes(guess))).toEqual([])
  expect(text).toMatch(/sign_in:account:[\w-]{43}"/)
})

const limitOf = (secret = 's'.repeat(32)) => createSignInLimit({ cache: memory, now: () => clock.at, secret })

/** Whether its attempts are counted apart from those of strangers, who have used up theirs. */
async function isKnown(from: SignInAttempt): Promise<boolean> {
  const limit = limitOf()
  for (let n = 0; n < 11; n++) await limit.attempt({ ...from, address: `10.31.0.${n}` }).catch(() => undefined)
  return limit.attempt(from).then(
    () => true,
    () => false,
  )
}

const newAttempt = (from = address) => ({ email: `${newId()}@example.org`, address: from, userId: newId() })
const day = 86_400_000

test('each place is known for thirty days by itself, however often others sign in', async () => {
  const [first, second] = [newAttempt(), '10.30.0.9']
  await limitOf().succeeded(first)
  for (let n = 0; n < 29; n++) {
    clock.at += day
    await limitOf().succeeded({ ...first, address: second })
  }
  expect(await isKnown(first)).toBe(true)

  clock.at += day + 1

  expect(await isKnown(first)).toBe(false)
  expect(await isKnown({ ...first, address: second })).toBe(true)
})

test('the latest fifty places are known, and what is kept of an account does not grow', async () => {
  const from = newAttempt()
  for (let n = 0; n < 60; n++) await limitOf().succeeded({ ...from, address: `10.32.0.${n}` })

  expect(await memory.get(`known_places:${from.userId}`)).toHaveLength(50)
  expect([await isKnown({ ...from, address: '10.32.0.59' }), await isKnown({ ...from, address: '10.32.0.9' })]).toEqual([
    true,
    false,
  ])
})

test('an address of nobody is counted as one of somebody, and is never known', async () => {
  const nobody = { email: 'nobody@example.org', address, userId: undefined }
  const counts: string[] = []
  for (let n = 0; n < 11; n++)
    counts.push(
      await limitOf()
        .attempt(nobody)
        .then(
          () => 'counted',
          ({ code }) => code,
        ),
    )

  expect(counts).toEqual([...Array.from({ length: 10 }, () => 'counted'), 'RATE_LIMITED'])
})
