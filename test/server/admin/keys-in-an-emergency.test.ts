import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { leaveRestoredState } from '../../../server/admin/restore-mode.ts'
import { commandOf } from '../../../server/admin/run-command.ts'
import { openPglite } from '../../../server/stores/pglite.ts'
import { sql } from '../../../server/stores/sql.ts'
import { refreshed, signedIn } from '../../../src-shared/api/accounts.ts'
import { openTestServer, type TestServer, type TestUser } from '../../helpers/server/open-test-server.ts'

const store = await openPglite(undefined)
afterAll(() => store[Symbol.asyncDispose]())

const statusOf = async (server: TestServer, token: string) => (await server.call('GET /users/me', { token })).status

const signIn = async (server: TestServer, { email, password }: TestUser) =>
  signedIn.parse((await server.call('POST /auth/login', { body: { email, password } })).data)

describe('a secret that was replaced', () => {
  test('stops the start in words and changes nothing; after a rotation at once what the old keys signed opens nothing, and refreshing helps', async () => {
    await using old = await openTestServer({ store })
    const user = await old.signUp()
    const before = await signIn(old, user)
    const keys = () => store.query(sql`SELECT kid, retired_at FROM signing_keys`, z.unknown())
    const keysBefore = await keys()
    await using server = await openTestServer({ store, secret: 'another secret of more than 32 letters' })

    await expect(server.checkKeys()).rejects.toThrow(/sealed with another secret.*set the former.*rotate-keys --at-once/s)
    expect(await keys()).toEqual(keysBefore)
    await commandOf(['rotate-keys', '--at-once'])(server)

    await expect(server.checkKeys()).resolves.toBeUndefined()
    expect(await statusOf(server, before.access_token)).toBe(401)
    const again = await server.call('POST /auth/refresh', { body: { refresh_token: before.refresh_token } })
    expect(await statusOf(server, refreshed.parse(again.data).access_token)).toBe(200)
    expect(await statusOf(server, (await signIn(server, user)).access_token)).toBe(200)
  })

  test('a process that goes on with the old one signs nothing that nobody takes', async () => {
    await using old = await openTestServer({ store, secret: 'another secret of more than 32 letters' })
    const user = await old.signUp()
    await signIn(old, user)
    await using server = await openTestServer({ store, secret: 'a third secret of more than 32 letters' })
    await commandOf(['rotate-keys', '--at-once'])(server)
    old.clock.at += 60_000

    const { email, password } = user
    const answered = await old.call('POST /auth/login', { body: { email, password } })

    expect([answered.status, answered.error?.code]).toEqual([500, 'INTERNAL'])
  })
})

describe('with HS256 the configured secret signs', () => {
  const environment = { JWT_ALGORITHM: 'HS256', JWT_SECRET_KEY: 's'.repeat(32) }

  test('so rotating is refused in words, by the command and by the API, and nothing is written down', async () => {
    await using server = await openTestServer({ environment })
    const admin = await server.signUp()
    await server.store.run(sql`UPDATE users SET is_superuser = true WHERE id = ${admin.userId}`)
    await server.cache.delete([`session:${admin.userId}`])

    await expect(commandOf(['rotate-keys', '--at-once'])(server)).rejects.toThrow(/HS256.*another JWT_SECRET_KEY/s)
    const asked = await server.call('POST /admin/keys/rotate', { token: admin.token })

    expect([asked.status, asked.error?.code]).toEqual([409, 'KEY_IS_CONFIGURED'])
    const written = sql`SELECT action FROM audit_log WHERE action = 'keys_rotated'`
    expect(await server.store.query(written, z.unknown())).toEqual([])
    expect(await server.store.query(sql`SELECT kid FROM signing_keys`, z.unknown())).toEqual([])
  })

  test('so a restored backup ends also what was signed after it, each time that it is put back', async () => {
    await using server = await openTestServer({ environment })
    const user = await server.signUp()
    const putBack = () => server.store.run(sql`UPDATE users SET token_generation = 0 WHERE id = ${user.userId}`)
    const generation = async () => {
      const [found] = await server.store.query(sql`SELECT token_generation FROM users WHERE id = ${user.userId}`, z.unknown())
      return z.object({ token_generation: z.int() }).parse(found).token_generation
    }
    // The password was changed after the backup: this token names the generation that comes next.
    await server.store.run(sql`UPDATE users SET token_generation = 1 WHERE id = ${user.userId}`)
    await server.cache.delete([`session:${user.userId}`])
    const { access_token } = await signIn(server, user)
    expect(await statusOf(server, access_token)).toBe(200)

    await putBack()
    await leaveRestoredState(server.admin, [])
    const later = await signIn(server, user)
    const first = await generation()
    server.clock.at += 60_000
    await putBack()
    await leaveRestoredState(server.admin, [])

    expect([await statusOf(server, access_token), await statusOf(server, later.access_token)]).toEqual([401, 401])
    expect(await generation()).toBeGreaterThan(first)
    expect(await statusOf(server, (await signIn(server, user)).access_token)).toBe(200)
  })
})
