import { afterAll, expect, test } from 'vitest'
import type { SqlStore } from '../../../server/stores/sql-store.ts'
import { groupUploads } from '../../../server/usage/group-uploads.ts'
import { findQuota } from '../../../server/usage/quotas.ts'
import type { Upload } from '../../../server/usage/upload.ts'
import { newId } from '../../../src-shared/ids.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())

const [start, end] = [new Date('2026-03-01T00:00:00Z'), new Date('2026-04-01T00:00:00Z')]

function uploadOf(userId: string, ids: readonly string[] = [newId()], quantity = 1): Upload {
  const at = new Date(server.clock.at)
  const period = { userId, resource: 'messages' as const, start, end }
  const entries = ids.map((usage_id) => ({ usage_id, resource_type: 'messages' as const, quantity, occurred_at: at, period }))
  return { userId, at, entries }
}

/** Users whose period is open: who only has to be written down. */
async function openUsers(count: number): Promise<readonly string[]> {
  const users = await Promise.all(Array.from({ length: count }, () => server.signUp()))
  for (const { token } of users) await server.call('GET /billing/quota/messages', { token })
  return users.map(({ userId }) => userId)
}

interface Watched extends SqlStore {
  readonly asked: { groups: number }
}

/** The same store, which tells how often it is asked, and asks `before` each time. */
function watched(before: () => void = () => undefined): Watched {
  const asked = { groups: 0 }
  const query: SqlStore['query'] = async (statement, row) => {
    asked.groups++
    before()
    return server.store.query(statement, row)
  }
  return { ...server.store, query, asked }
}

const usedOf = (userId: string) => findQuota(server.store, { userId, resource: 'messages', start, end })

test('what comes at once is written as one, and so is what comes meanwhile; each is taken, and counted', async () => {
  const users = await openUsers(12)
  const take = (userId: string) => together.take(uploadOf(userId))
  const meanwhile: Promise<boolean>[] = []
  const store = watched(() => {
    if (meanwhile.length === 0) meanwhile.push(...users.slice(6).map(take))
  })
  const together = groupUploads(store, [80, 100])

  const atOnce = await Promise.all(users.slice(0, 6).map(take))

  expect([...atOnce, ...(await Promise.all(meanwhile))]).toEqual(users.map(() => true))
  expect(store.asked.groups).toBe(2)
  for (const userId of users) expect(await usedOf(userId)).toMatchObject({ used: 1 })
})

test('of one user the second waits for the first, so that the same use at once is taken once', async () => {
  const [userId = ''] = await openUsers(1)
  const together = groupUploads(watched(), [])
  const upload = uploadOf(userId)

  expect(await Promise.all([together.take(upload), together.take(upload)])).toEqual([true, false])
  expect(await usedOf(userId)).toMatchObject({ used: 1 })
})

test('what takes more than writing it down is left, with all of its upload, and the others of the group are taken', async () => {
  const [known = '', reaches = '', plain = ''] = await openUsers(3)
  const unopened = (await server.signUp()).userId
  const together = groupUploads(watched(), [80, 100])
  const first = uploadOf(known)
  await together.take(first)
  const again = uploadOf(known, [newId(), ...first.entries.map(({ usage_id }) => usage_id)])
  const twice = newId()
  const all = [
    ...[again, uploadOf(reaches, [newId()], 1000), uploadOf(unopened), uploadOf(newId())],
    ...[uploadOf(known, [twice, twice]), uploadOf(plain)],
  ]

  const taken = await Promise.all(all.map((upload) => together.take(upload)))

  expect(taken).toEqual([false, false, false, false, false, true])
  expect(await usedOf(known)).toMatchObject({ used: 1 })
  expect(await usedOf(reaches)).toMatchObject({ used: 0 })
})

test('a database that is away is told to everybody; one that refuses leaves each to itself, and the next are taken', async () => {
  const users = await openUsers(4)
  const faults = [new AppError('STORE_UNAVAILABLE', { store: 'postgres', retry_after: 5 }), new Error('a value it cannot keep')]
  const take = (userId: string) => together.take(uploadOf(userId))
  const meanwhile: Promise<boolean>[] = []
  const store = watched(() => {
    if (meanwhile.length === 0) meanwhile.push(...users.slice(1).map(take))
    const fault = faults.shift()
    if (fault !== undefined) throw fault
  })
  const together = groupUploads(store, [])

  const [first] = await Promise.allSettled(users.slice(0, 1).map(take))
  const others = await Promise.allSettled(meanwhile)

  expect(others).toHaveLength(3)
  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'STORE_UNAVAILABLE' } })
  expect(others).toEqual(others.map(() => ({ status: 'fulfilled', value: false })))
  expect(await together.take(uploadOf(users[0] ?? ''))).toBe(true)
})
