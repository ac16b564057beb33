import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sql } from '../../../server/stores/sql.ts'
import { refreshed, signedIn } from '../../../src-shared/api/accounts.ts'
import { deviceList } from '../../../src-shared/api/devices.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openTestServer, type TestUser } from '../../helpers/server/open-test-server.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())

async function signIn({ email, password }: TestUser, device: { device_id?: string; device_name?: string } = {}) {
  return signedIn.parse((await server.call('POST /auth/login', { body: { email, password, ...device } })).data)
}

const listed = async (token: string) => deviceList.parse((await server.call('GET /devices', { token })).data).items
const statusOf = async (token: string) => (await server.call('GET /users/me', { token })).status
const refresh = (refresh_token: string) => server.call('POST /auth/refresh', { body: { refresh_token } })

describe('devices', () => {
  test('each sign-in is on one; the same one again when it shows its id, and every other a new one', async () => {
    const user = await server.signUp()
    const first = await signIn(user, { device_name: 'Laptop' })
    server.clock.at += 1000
    const again = await signIn(user, { device_id: first.device_id })
    server.clock.at += 1000
    const other = await signIn(user)

    expect(again.device_id).toBe(first.device_id)
    expect((await listed(again.access_token)).map(({ id, name, is_current }) => [id, name, is_current])).toEqual([
      [other.device_id, null, false],
      [first.device_id, 'Laptop', true],
    ])
  })

  test.each(['\u0000', 'Lap\u0007top', '   ', 'x'.repeat(101)])(
    'a name like %j is refused, not stored and no fault of ours',
    async (name) => {
      const { access_token: token, device_id } = await signIn(await server.signUp(), { device_name: 'Laptop' })

      const refused = await server.call(`PATCH /devices/${device_id}`, { token, body: { name } })

      expect(refused.status).toBe(422)
      expect((await listed(token)).map((device) => device.name)).toContain('Laptop')
    },
  )

  test('the id of somebody else’s device is a new device, and he is told nothing', async () => {
    const owner = await signIn(await server.signUp(), { device_name: 'His' })
    const user = await server.signUp()

    const { device_id, access_token } = await signIn(user, { device_id: owner.device_id, device_name: 'Mine' })

    expect(device_id).not.toBe(owner.device_id)
    expect((await listed(owner.access_token)).map(({ name }) => name)).toEqual(['His'])
    expect((await listed(access_token)).map(({ name }) => name)).toEqual(['Mine'])
  })

  test('one is seen when it refreshes, and has the name that it is given', async () => {
    const { device_id, refresh_token } = await signIn(await server.signUp())
    server.clock.at += 60_000
    const { access_token: token } = refreshed.parse((await refresh(refresh_token)).data)

    await server.call(`PATCH /devices/${device_id}`, { token, body: { name: '  Study  ' } })

    const seen = new Date(server.clock.at).toISOString()
    expect(await listed(token)).toMatchObject([{ id: device_id, name: 'Study', last_seen_at: seen, is_current: true }])
  })

  test('a revoked one is out at once with all that it has, the others stay, and its id opens nothing again', async () => {
    const user = await server.signUp()
    const lost = await signIn(user, { device_name: 'Lost' })
    const kept = await signIn(user, { device_name: 'Kept' })
    expect(await statusOf(lost.access_token)).toBe(200)

    const { status } = await server.call(`DELETE /devices/${lost.device_id}`, { token: kept.access_token })

    expect([status, await statusOf(lost.access_token), await statusOf(kept.access_token)]).toEqual([200, 401, 200])
    expect((await refresh(lost.refresh_token)).error?.code).toBe('INVALID_REFRESH_TOKEN')
    expect((await refresh(kept.refresh_token)).status).toBe(200)
    const again = await signIn(user, { device_id: lost.device_id })
    expect(again.device_id).not.toBe(lost.device_id)
    expect([await statusOf(again.access_token), await statusOf(lost.access_token)]).toEqual([200, 401])
    const entry = sql`SELECT details FROM audit_log WHERE user_id = ${user.userId} AND action = 'device_revoked'`
    const details = JSON.stringify({ device_id: lost.device_id })
    expect(await server.store.query(entry, z.unknown())).toEqual([{ details }])
  })

  test('one that is not there, or was revoked, is not found', async () => {
    const { access_token: token, device_id } = await signIn(await server.signUp())
    const other = await signIn(await server.signUp())
    const body = { name: 'Mine now' }

    const codes: unknown[] = []
    for (const id of [newId(), other.device_id])
      for (const method of ['PATCH', 'DELETE'] as const)
        codes.push(
          (await server.call(`${method} /devices/${id}`, { token, ...(method === 'PATCH' ? { body } : {}) })).error?.code,
        )

    expect(codes).toEqual(Array.from({ length: 4 }, () => 'NOT_FOUND'))
    expect((await listed(other.access_token)).map(({ name }) => name)).toEqual([null])
    expect((await listed(token)).map(({ id }) => id)).toEqual([device_id])
  })
})

test('who signs out is out at once, not when the access token ends', async () => {
  const user = await server.signUp()
  const [one, other] = [await signIn(user), await signIn(user)]
  expect(await statusOf(one.access_token)).toBe(200)

  await server.call('POST /auth/logout', { body: { refresh_token: one.refresh_token } })

  expect([await statusOf(one.access_token), await statusOf(other.access_token)]).toEqual([401, 200])
})

test('a replayed refresh token ends the access tokens of its sign-in too', async () => {
  const stolen = await signIn(await server.signUp())
  const { access_token } = refreshed.parse((await refresh(stolen.refresh_token)).data)
  expect(await statusOf(access_token)).toBe(200)

  server.clock.at += 11_000
  await refresh(stolen.refresh_token)

  expect([await statusOf(access_token), await statusOf(stolen.access_token)]).toEqual([401, 401])
})
