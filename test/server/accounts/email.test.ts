import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sql } from '../../../server/stores/sql.ts'
import { readOne } from '../../../server/stores/sql-store.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openTestServer, type TestUser } from '../../helpers/server/open-test-server.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())

const start = server.clock.at
beforeEach(() => {
  server.clock.at = start
})

const newAddress = () => `${newId()}@example.org`
const lettersTo = (address: string) => server.letters.filter(({ to }) => to === address)
const codeIn = (text: string) => z.string().parse(text.match(/^[\w-]{43}$/m)?.[0])

const me = async ({ token }: TestUser) =>
  z.object({ email: z.string(), is_verified: z.boolean() }).parse((await server.call('GET /users/me', { token })).data)
const ask = ({ token, password }: TestUser, email: string, current_password = password) =>
  server.call('POST /users/me/email', { token, body: { current_password, email } })
const confirm = (token: string) => server.call('POST /auth/email/confirm', { body: { token } })
const resend = ({ token }: TestUser) => server.call('POST /users/me/verification', { token })
const signIn = (email: string, password: string) => server.call('POST /auth/login', { body: { email, password } })

async function codeFor(user: TestUser, email: string): Promise<string> {
  await ask(user, email)
  return codeIn((await waitFor('the code', () => lettersTo(email).at(-1))).text)
}

describe('another e-mail address', () => {
  test('is the account’s when its code comes back, and not before; the old one is told both times', async () => {
    const user = await server.signUp()
    const address = newAddress()
    const code = await codeFor(user, address)

    expect(await me(user)).toEqual({ email: user.email, is_verified: false })
    expect((await confirm(code)).status).toBe(200)

    expect(await me(user)).toEqual({ email: address, is_verified: true })
    expect((await signIn(address, user.password)).status).toBe(200)
    expect((await signIn(user.email, user.password)).error?.code).toBe('INVALID_CREDENTIALS')
    const told = await waitFor('both notices', () => (lettersTo(user.email).length === 3 ? lettersTo(user.email) : undefined))
    expect(told.map(({ subject }) => subject)).toEqual([
      'Confirm your e-mail address',
      'Somebody wants to change your e-mail address',
      'Your e-mail address was changed',
    ])
    for (const { text } of told.slice(1)) expect(text).not.toMatch(new RegExp(`${address}|[\\w-]{43}`))
    const last = sql`SELECT action, details FROM audit_log WHERE user_id = ${user.userId} AND action = 'email_changed'`
    expect(await readOne(server.store, last, z.unknown())).toEqual({ action: 'email_changed', details: '{}' })
  })

  test('takes the password, and its code works once and for two hours', async () => {
    const user = await server.signUp()
    const address = newAddress()
    expect((await ask(user, address, 'a wrong password')).error?.code).toBe('INVALID_CREDENTIALS')
    const [late, good] = [await codeFor(user, newAddress()), await codeFor(user, address)]

    expect((await confirm(late)).error?.code).toBe('INVALID_TOKEN')
    expect((await confirm(good)).status).toBe(200)
    expect((await confirm(good)).error?.code).toBe('INVALID_TOKEN')
    const another = await codeFor(user, newAddress())
    server.clock.at += 2 * 3_600_000
    expect((await confirm(another)).error?.code).toBe('INVALID_TOKEN')
    expect((await me({ ...user, token: await server.tokenFor(user.userId) })).email).toBe(address)
  })

  test('is not told to be somebody’s: the answer is the same and no code goes there', async () => {
    const [user, other] = [await server.signUp(), await server.signUp()]
    const free = newAddress()

    const [ofTaken, ofFree] = [await ask(user, other.email), await ask(user, free)]
    await waitFor('the code to the free one', () => lettersTo(free)[0])

    expect([ofTaken.status, ofTaken.data]).toEqual([ofFree.status, ofFree.data])
    expect(lettersTo(other.email).map(({ subject }) => subject)).toEqual(['Confirm your e-mail address'])
  })

  test('that became another’s meanwhile is refused, and nothing changes', async () => {
    const user = await server.signUp()
    const address = newAddress()
    const code = await codeFor(user, address)
    await server.call('POST /auth/register', { body: { email: address, password: 'of somebody else' } })

    expect((await confirm(code)).error?.code).toBe('EMAIL_TAKEN')

    expect((await me(user)).email).toBe(user.email)
    expect((await signIn(address, 'of somebody else')).status).toBe(200)
  })

  test('that a thief asked for cannot be had any more after a new password', async () => {
    const user = await server.signUp()
    const code = await codeFor(user, newAddress())
    const body = { current_password: user.password, password: 'a new password' }
    await server.call('PATCH /users/me', { token: user.token, body })

    expect((await confirm(code)).error?.code).toBe('INVALID_TOKEN')
    expect((await signIn(user.email, 'a new password')).status).toBe(200)
  })

  test('ends the codes that went to the old one', async () => {
    const user = await server.signUp()
    const before = lettersTo(user.email).length
    await server.call('POST /auth/password/forgot', { body: { email: user.email } })
    const reset = codeIn((await waitFor('the code', () => lettersTo(user.email)[before])).text)
    await confirm(await codeFor(user, newAddress()))

    const answer = await server.call('POST /auth/password/reset', { body: { token: reset, password: 'of the old mailbox' } })

    expect(answer.error?.code).toBe('INVALID_TOKEN')
  })

  test('a code for one thing does not do another', async () => {
    const user = await server.signUp()
    const change = await codeFor(user, newAddress())
    const verify = codeIn(lettersTo(user.email)[0]?.text ?? '')

    expect((await confirm(verify)).error?.code).toBe('INVALID_TOKEN')
    for (const route of ['POST /auth/verify', 'POST /auth/password/reset'] as const) {
      const body = { token: change, ...(route.endsWith('reset') ? { password: 'long enough' } : {}) }
      expect((await server.call(route, { body })).error?.code).toBe('INVALID_TOKEN')
    }
  })

  test('is no way to write to strangers: five in half an hour', async () => {
    const user = await server.signUp()
    const addresses = Array.from({ length: 7 }, newAddress)

    const answers = []
    for (const address of addresses) answers.push(await ask(user, address))
    await waitFor('five codes', () => addresses.flatMap(lettersTo)[4])

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429])
    expect(addresses.flatMap(lettersTo)).toHaveLength(5)
  })
})

describe('the mail that confirms the address', () => {
  test('comes once more, with a code that works, in the language that is asked for', async () => {
    const user = await server.signUp()
    const headers = { 'accept-language': 'de' }
    await server.call('POST /users/me/verification', { token: user.token, headers })
    const letter = await waitFor('the second', () => lettersTo(user.email)[1])

    expect(letter.subject).toBe('E-Mail-Adresse bestätigen')
    expect((await server.call('POST /auth/verify', { body: { token: codeIn(letter.text) } })).status).toBe(200)
    expect((await me(user)).is_verified).toBe(true)
  })

  test('does not come to an address that is confirmed, and five times in half an hour, the first included, to one that is not', async () => {
    const [confirmed, other] = [await server.signUp(), await server.signUp()]
    await server.store.run(sql`UPDATE users SET is_verified = true WHERE id = ${confirmed.userId}`)

    await resend(confirmed)
    for (let n = 0; n < 7; n++) expect((await resend(other)).status).toBe(200)
    await waitFor('the letters', () => lettersTo(other.email)[4])

    expect([lettersTo(confirmed.email), lettersTo(other.email)].map((letters) => letters.length)).toEqual([1, 5])
  })

  test('asked for as often as it can be keeps nobody from a new password, nor the other way round', async () => {
    const [muted, flooded] = [await server.signUp(), await server.signUp()]
    const forget = (email: string) => server.call('POST /auth/password/forgot', { body: { email } })
    for (let n = 0; n < 6; n++) {
      await resend(muted)
      await forget(flooded.email)
    }
    await waitFor('the letters', () => lettersTo(flooded.email)[5])

    await forget(muted.email)
    await resend(flooded)

    const subjectOf = (user: { email: string }) => lettersTo(user.email).at(-1)?.subject
    await waitFor('both', () => (lettersTo(muted.email).length === 6 && lettersTo(flooded.email).length === 7 ? true : undefined))
    expect([subjectOf(muted), subjectOf(flooded)]).toEqual(['Choose a new password', 'Confirm your e-mail address'])
  })
})
