import { afterAll, describe, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestUser } from '../../helpers/server/open-test-server.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const server = await openTestServer()
const limited = await openTestServer({ store: server.store, environment: { ENABLE_RATE_LIMITING: 'true' } })
afterAll(async () => {
  await limited[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const change = ({ token }: Pick<TestUser, 'token'>, current_password: string) =>
  server.call('PATCH /users/me', { token, body: { current_password, password: 'changed password' } })
const signIn = ({ email }: TestUser, password: string, address: string) =>
  server.call('POST /auth/login', { body: { email, password }, address })
const codesOf = (answers: readonly { readonly error: { readonly code: string } | undefined }[]) =>
  answers.map(({ error }) => error?.code ?? 'let in')
const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value)

describe('whoever is signed in', () => {
  test('is not kept from changing the password by strangers who guess it', async () => {
    const user = await server.signUp()
    for (let n = 0; n < 12; n++) await signIn(user, `guess ${n}`, `10.20.0.${n}`)

    expect((await signIn(user, user.password, '10.20.1.1')).error?.code).toBe('RATE_LIMITED')
    expect((await change(user, user.password)).status).toBe(200)
  })

  test('has ten attempts at it, as a thief of the token has, and they lock nobody out of signing in', async () => {
    const user = await server.signUp()

    const codes: string[] = []
    for (let n = 0; n < 12; n++) codes.push(...codesOf([await change(user, `guess ${n}`)]))

    expect(codes).toEqual([...times(10, 'INVALID_CREDENTIALS'), ...times(2, 'RATE_LIMITED')])
    expect((await signIn(user, user.password, '10.20.2.2')).status).toBe(200)
  })
})

describe('letters', () => {
  const askFor = (email: string, n: number) =>
    server.call('POST /auth/password/forgot', { body: { email }, address: `10.21.0.${n}` })
  const lettersTo = (email: string) => server.letters.filter(({ to, subject }) => to === email && /password/.test(subject))

  test('five go to one account in half an hour, from wherever they are asked for; the last of them serves its owner', async () => {
    const [filled, other] = [await server.signUp(), await server.signUp()]

    const answers = []
    for (let n = 0; n < 12; n++) answers.push(await askFor(filled.email, n))
    await askFor(other.email, 1)
    await waitFor('the letters', () => lettersTo(filled.email)[4] && lettersTo(other.email)[0])

    expect(answers.map(({ status }) => status)).toEqual(times(12, 200))
    expect(lettersTo(filled.email)).toHaveLength(5)
    const code = lettersTo(filled.email)
      .at(-1)
      ?.text.match(/^[\w-]{43}$/m)?.[0]
    const body = { token: code, password: 'chosen anew' }
    expect((await server.call('POST /auth/password/reset', { body })).status).toBe(200)
  })

  test('after half an hour they go again', async () => {
    const { email } = await server.signUp()
    for (let n = 0; n < 6; n++) await askFor(email, n)
    await waitFor('five letters', () => lettersTo(email)[4])

    server.clock.at += 30 * 60_000
    await askFor(email, 1)

    expect(await waitFor('a sixth', () => lettersTo(email)[5])).toBeDefined()
  })
})

describe('bad tokens', () => {
  const me = (by: TestServer, token: string | undefined, address: string) => by.call('GET /users/me', { token, address })
  const many = async (n: number, token: string | undefined, address: string) =>
    codesOf(await Promise.all(times(n, 0).map(() => me(limited, token, address)))).toSorted()

  test.each([
    { what: 'none', token: undefined, address: '10.22.0.1' },
    { what: 'a forged one', token: 'e30.e30.e30', address: '10.22.0.2' },
  ])('$what: sixty a minute of one address, and the sixty-first is told to wait', async ({ token, address }) => {
    expect(await many(61, token, address)).toEqual(['RATE_LIMITED', ...times(60, 'UNAUTHENTICATED')])
    expect((await me(limited, token, address)).headers['retry-after']).toBe('60')
    expect(codesOf([await me(limited, token, '10.22.9.9')])).toEqual(['UNAUTHENTICATED'])
  })

  test('a good one of the same address is let in all the same', async () => {
    const { token } = await limited.signUp()
    await many(61, 'e30.e30.e30', '10.22.0.3')

    expect((await me(limited, token, '10.22.0.3')).status).toBe(200)
  })

  test('one that has expired is counted by itself: many behind one address wake up at once', async () => {
    const users = await Promise.all([limited.signUp(), limited.signUp()])
    limited.clock.at += 31 * 60_000
    const [one = '', other = ''] = users.map(({ token }) => token)

    expect(await many(61, one, '10.22.0.4')).toEqual(['RATE_LIMITED', ...times(60, 'TOKEN_EXPIRED')])
    expect(codesOf([await me(limited, other, '10.22.0.4')])).toEqual(['TOKEN_EXPIRED'])
  })
})
