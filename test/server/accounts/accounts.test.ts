import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { hashToken } from '../../../server/accounts/secret-tokens.ts'
import { sweepSignIns } from '../../../server/accounts/sweep-sign-ins.ts'
import { verifyChain } from '../../../server/audit/audit-log.ts'
import { sql } from '../../../server/stores/sql.ts'
import { readOne } from '../../../server/stores/sql-store.ts'
import { refreshed, registered, signedIn } from '../../../src-shared/api/accounts.ts'
import { openTestServer, type TestUser } from '../../helpers/server/open-test-server.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())

const start = server.clock.at
beforeEach(() => {
  server.clock.at = start
})

/** Made by libxcrypt, not by the library that checks it. */
const keptByBcrypt = '$2b$04$5xpSHcopVFe8pfnmO5dT5.a0SJP7yyAE.BzVKtnNFnpe6UNG/qE0.'

const hashRow = z.object({ hashed_password: z.string() })

async function signIn({ email, password }: Pick<TestUser, 'email' | 'password'>, address?: string) {
  const { data } = await server.call('POST /auth/login', {
    body: { email, password },
    ...(address === undefined ? {} : { address }),
  })
  return signedIn.parse(data)
}

const refresh = (refresh_token: string) => server.call('POST /auth/refresh', { body: { refresh_token } })
const tokensOf = ({ data }: { readonly data: unknown }) => refreshed.parse(data)
const me = (token: string) => server.call('GET /users/me', { token })

async function codeMailedTo(email: string): Promise<string> {
  const letter = await waitFor('the mail', () => server.letters.findLast(({ to }) => to === email))
  return z.string().parse(letter.text.match(/^[\w-]{43}$/m)?.[0])
}

describe('registering', () => {
  test('a new account is free, may be used at once, and keeps its password as Argon2id', async () => {
    const { status, data } = await server.call('POST /auth/register', {
      body: { email: ' New@Example.org ', password: 'long enough' },
    })

    const { user_id, access_token, subscription_plan } = registered.parse(data)
    expect([status, subscription_plan]).toEqual([201, 'free'])
    expect((await me(access_token)).data).toMatchObject({
      id: user_id,
      email: 'new@example.org',
      role: 'user',
      is_verified: false,
    })
    const { hashed_password } = await readOne(server.store, sql`SELECT hashed_password FROM users WHERE id = ${user_id}`, hashRow)
    expect(hashed_password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('a taken address is refused, however its letters are written, and changes nothing', async () => {
    const user = await server.signUp()

    const again = await server.call('POST /auth/register', { body: { email: user.email.toUpperCase(), password: 'another one' } })

    expect(again).toMatchObject({ status: 409, error: { code: 'EMAIL_TAKEN' } })
    expect((await signIn(user)).user.id).toBe(user.userId)
  })

  test('whoever looks for taken addresses is stopped after ten', async () => {
    const { email } = await server.signUp()
    const body = { email, password: 'long enough' }
    const from = { address: '10.1.1.1' }

    const codes: (string | undefined)[] = []
    for (let n = 0; n < 11; n++) codes.push((await server.call('POST /auth/register', { body, ...from })).error?.code)

    expect(codes).toEqual([...Array.from({ length: 10 }, () => 'EMAIL_TAKEN'), 'RATE_LIMITED'])
  })

  test('of two registrations of one address at once exactly one has it', async () => {
    const body = { email: 'twice@example.org', password: 'long enough' }

    const both = await Promise.all([1, 2].map(() => server.call('POST /auth/register', { body })))

    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409])
  })

  test('the mailed code confirms the address once', async () => {
    const user = await server.signUp()
    const body = { token: await codeMailedTo(user.email) }

    const first = await server.call('POST /auth/verify', { body })
    const second = await server.call('POST /auth/verify', { body })

    expect([first.status, second.error?.code]).toEqual([200, 'INVALID_TOKEN'])
    expect((await me(user.token)).data).toMatchObject({ is_verified: true })
  })

  test('a code for the address sets no password', async () => {
    const user = await server.signUp()

    const wrong = await server.call('POST /auth/password/reset', {
      body: { token: await codeMailedTo(user.email), password: 'long enough' },
    })

    expect(wrong.error?.code).toBe('INVALID_TOKEN')
  })
})

describe('signing in', () => {
  test('an unknown address and a wrong password get the same answer', async () => {
    const { email } = await server.signUp()

    const wrong = await server.call('POST /auth/login', { body: { email, password: 'wrong' } })
    const unknown = await server.call('POST /auth/login', { body: { email: 'nobody@example.org', password: 'wrong' } })

    expect(wrong.error).toEqual(unknown.error)
    expect([wrong.status, wrong.error?.code]).toEqual([401, 'INVALID_CREDENTIALS'])
  })

  test('a password that bcrypt kept still opens, and is kept as Argon2id from then on', async () => {
    const user = await server.signUp()
    await server.store.run(sql`UPDATE users SET hashed_password = ${keptByBcrypt} WHERE id = ${user.userId}`)

    await signIn({ ...user, password: 'a password of ten years' })

    const { hashed_password } = await readOne(
      server.store,
      sql`SELECT hashed_password FROM users WHERE id = ${user.userId}`,
      hashRow,
    )
    expect(hashed_password).toMatch(/^\$argon2id\$/)
    expect((await signIn({ ...user, password: 'a password of ten years' })).user.id).toBe(user.userId)
  })

  test('an eleventh guess at one account is refused from whichever address, and the owner still gets in', async () => {
    const user = await server.signUp()
    await signIn(user, '10.0.0.1')

    const guesses: (string | undefined)[] = []
    for (let n = 1; n <= 11; n++) {
      const body = { email: user.email, password: `guess ${n}` }
      guesses.push((await server.call('POST /auth/login', { body, address: `10.9.9.${n}` })).error?.code)
    }

    // One of the ten was the owner's first sign-in, from an address that was new then.
    expect(guesses.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => 'INVALID_CREDENTIALS'))
    expect(guesses.slice(9)).toEqual(['RATE_LIMITED', 'RATE_LIMITED'])
    expect((await signIn(user, '10.0.0.1')).user.id).toBe(user.userId)
  })

  test('a disabled account gets in neither with its password nor with its tokens', async () => {
    const user = await server.signUp()
    const { refresh_token } = await signIn(user)
    await server.store.run(sql`UPDATE users SET is_active = false WHERE id = ${user.userId}`)
    await server.cache.delete([`session:${user.userId}`])

    const { email, password } = user
    expect((await server.call('POST /auth/login', { body: { email, password } })).error?.code).toBe('INVALID_CREDENTIALS')
    expect((await refresh(refresh_token)).error?.code).toBe('INVALID_REFRESH_TOKEN')
    expect((await me(user.token)).error?.code).toBe('UNAUTHENTICATED')
  })
})

describe('refresh tokens', () => {
  test('each works once and brings the next', async () => {
    const { refresh_token } = await signIn(await server.signUp())

    const { status, data } = await refresh(refresh_token)

    const next = refreshed.parse(data)
    expect([status, next.refresh_token === refresh_token]).toEqual([200, false])
    expect((await me(next.access_token)).status).toBe(200)
    expect((await refresh(next.refresh_token)).status).toBe(200)
  })

  test('a replayed one ends the whole family, and that is written down', async () => {
    const user = await server.signUp()
    const { refresh_token: stolen } = await signIn(user)
    const { refresh_token: next } = tokensOf(await refresh(stolen))

    server.clock.at += 11_000
    expect((await refresh(stolen)).error?.code).toBe('INVALID_REFRESH_TOKEN')

    expect((await refresh(next)).error?.code).toBe('INVALID_REFRESH_TOKEN')
    const seen = sql`SELECT action FROM audit_log WHERE user_id = ${user.userId} ORDER BY seq DESC LIMIT 1`
    expect(await readOne(server.store, seen, z.object({ action: z.string() }))).toEqual({ action: 'refresh_reused' })
  })

  test('twenty at once with one token lose nobody', async () => {
    const { refresh_token } = await signIn(await server.signUp())

    const all = await Promise.all(Array.from({ length: 20 }, () => refresh(refresh_token)))

    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    const last = refreshed.parse(all.at(-1)?.data)
    expect((await refresh(last.refresh_token)).status).toBe(200)
  })

  test('of a sign-in that goes on for months only what still opens something is kept', async () => {
    const user = await server.signUp()
    let { refresh_token } = await signIn(user)
    for (let n = 0; n < 8; n++) {
      server.clock.at += 3 * 24 * 3_600_000
      refresh_token = tokensOf(await refresh(refresh_token)).refresh_token
    }

    await sweepSignIns(server.store, new Date(server.clock.at))

    const kept = sql`
      SELECT count(*)::int AS count FROM refresh_tokens t JOIN token_families f ON f.id = t.family_id WHERE f.user_id = ${user.userId}`
    expect((await readOne(server.store, kept, z.object({ count: z.int() }))).count).toBeLessThanOrEqual(4)
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  test('who comes again within the grace, because the answer was lost, gets the same one', async () => {
    const { refresh_token } = await signIn(await server.signUp())
    const lost = tokensOf(await refresh(refresh_token))

    server.clock.at += 9000
    const again = tokensOf(await refresh(refresh_token))

    expect(again.refresh_token).toBe(lost.refresh_token)
    expect((await me(again.access_token)).status).toBe(200)
    expect((await refresh(again.refresh_token)).status).toBe(200)
  })

  test('a token that was copied and used within the grace has no chain of its own: the second of both is found out', async () => {
    const { refresh_token: copied } = await signIn(await server.signUp())
    const ofOwner = tokensOf(await refresh(copied))
    server.clock.at += 5000
    const ofThief = tokensOf(await refresh(copied))

    server.clock.at += 30 * 60_000
    const ofQuicker = tokensOf(await refresh(ofOwner.refresh_token))
    server.clock.at += 11_000

    expect((await refresh(ofThief.refresh_token)).error?.code).toBe('INVALID_REFRESH_TOKEN')
    expect((await refresh(ofQuicker.refresh_token)).error?.code).toBe('INVALID_REFRESH_TOKEN')
  })

  test('what is kept gives no token to whoever reads the database', async () => {
    const { refresh_token } = await signIn(await server.signUp())
    const next = tokensOf(await refresh(refresh_token)).refresh_token
    await refresh(next)

    const rows = await server.store.query(sql`SELECT * FROM refresh_tokens`, z.record(z.string(), z.unknown()))

    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${refresh_token}|${next}`))
    // Of a chain only the last link is open: an old token that was kept leads no further.
    const [family] = rows.filter(({ token_hash }) => token_hash === hashToken(next))
    const links = rows.filter(({ family_id }) => family_id === family?.family_id)
    expect(links.filter(({ successor_salt }) => successor_salt !== null)).toHaveLength(1)
  })

  test('within the grace only the direct predecessor is let in', async () => {
    const { refresh_token: first } = await signIn(await server.signUp())
    const second = tokensOf(await refresh(first))
    const third = tokensOf(await refresh(second.refresh_token))

    expect((await refresh(first)).error?.code).toBe('INVALID_REFRESH_TOKEN')
    expect((await refresh(third.refresh_token)).error?.code).toBe('INVALID_REFRESH_TOKEN')
  })

  test('after seven days it is over', async () => {
    const { refresh_token } = await signIn(await server.signUp())

    server.clock.at += 7 * 24 * 3_600_000

    expect((await refresh(refresh_token)).error?.code).toBe('INVALID_REFRESH_TOKEN')
  })

  test('signing out ends this family and no other; an unknown token gets the same answer', async () => {
    const user = await server.signUp()
    const [here, there] = [await signIn(user), await signIn(user)]

    const out = await server.call('POST /auth/logout', { body: { refresh_token: here.refresh_token } })
    const unknown = await server.call('POST /auth/logout', { body: { refresh_token: 'unknown' } })

    expect([out.status, unknown.status]).toEqual([200, 200])
    expect((await refresh(here.refresh_token)).error?.code).toBe('INVALID_REFRESH_TOKEN')
    expect((await refresh(there.refresh_token)).status).toBe(200)
  })
})

describe('passwords', () => {
  test('a forgotten one is set anew with the mailed code, and every sign-in ends in that moment', async () => {
    const user = await server.signUp()
    const { access_token, refresh_token } = await signIn(user)
    const before = server.letters.length

    await server.call('POST /auth/password/forgot', {
      body: { email: user.email },
      headers: { 'accept-language': 'de-AT,de;q=0.9' },
    })
    const letter = await waitFor('the mail', () => server.letters[before])
    const token = z.string().parse(letter.text.match(/^[\w-]{43}$/m)?.[0])
    const reset = await server.call('POST /auth/password/reset', { body: { token, password: 'a new password' } })

    expect([letter.subject, reset.status]).toEqual(['Neues Passwort wählen', 200])
    expect((await me(access_token)).error?.code).toBe('UNAUTHENTICATED')
    expect((await refresh(refresh_token)).error?.code).toBe('INVALID_REFRESH_TOKEN')
    expect((await me((await signIn({ ...user, password: 'a new password' })).access_token)).status).toBe(200)
  })

  test('the code works for half an hour, and only the newest one', async () => {
    const user = await server.signUp()
    const ask = async () => {
      const before = server.letters.length
      await server.call('POST /auth/password/forgot', { body: { email: user.email } })
      const letter = await waitFor('the mail', () => server.letters[before])
      return z.string().parse(letter.text.match(/^[\w-]{43}$/m)?.[0])
    }
    const reset = async (token: string) =>
      (await server.call('POST /auth/password/reset', { body: { token, password: 'long enough' } })).status

    const [older, newer] = [await ask(), await ask()]

    expect(await reset(older)).toBe(404)
    server.clock.at += 31 * 60_000
    expect(await reset(newer)).toBe(404)
  })

  test('nobody learns whether there is an account by asking for a new password', async () => {
    const { email } = await server.signUp()

    const known = await server.call('POST /auth/password/forgot', { body: { email } })
    const unknown = await server.call('POST /auth/password/forgot', { body: { email: 'nobody@example.org' } })

    expect([known.status, known.data]).toEqual([unknown.status, unknown.data])
  })

  test('to change it takes the present one, and ends this sign-in too', async () => {
    const user = await server.signUp()
    const change = (current_password: string) =>
      server.call('PATCH /users/me', { token: user.token, body: { current_password, password: 'changed password' } })

    expect((await change('wrong')).error?.code).toBe('INVALID_CREDENTIALS')
    expect((await change(user.password)).status).toBe(200)

    expect((await me(user.token)).error?.code).toBe('UNAUTHENTICATED')
    expect((await signIn({ ...user, password: 'changed password' })).user.id).toBe(user.userId)
  })
})

test('a deleted account is gone with all it had, and its address is free again', async () => {
  const user = await server.signUp()
  const { refresh_token } = await signIn(user)

  const deleted = await server.call('DELETE /users/me', { token: user.token, body: { current_password: user.password } })

  expect(deleted.status).toBe(200)
  expect((await me(user.token)).error?.code).toBe('UNAUTHENTICATED')
  expect((await refresh(refresh_token)).error?.code).toBe('INVALID_REFRESH_TOKEN')
  const left = sql`SELECT (SELECT count(*) FROM subscriptions WHERE user_id = ${user.userId})::int AS n`
  expect(await readOne(server.store, left, z.object({ n: z.int() }))).toEqual({ n: 0 })
  const { email, password } = user
  expect((await server.call('POST /auth/register', { body: { email, password } })).status).toBe(201)
})

test('the audit log holds; an entry that is changed, moved or taken out of it shows', async () => {
  await server.signUp()
  expect(await verifyChain(server.store)).toMatchObject({ tampered_at: null })

  await server.store.transact(async (tx) => {
    await tx.run(sql`UPDATE audit_log SET action = 'signed_out' WHERE seq = 2`)
  })
  expect(await verifyChain(server.store)).toMatchObject({ entries: 1, tampered_at: 2 })
  await server.store.run(sql`DELETE FROM audit_log WHERE seq = 2`)
  expect(await verifyChain(server.store)).toMatchObject({ entries: 1, tampered_at: 3 })
})
