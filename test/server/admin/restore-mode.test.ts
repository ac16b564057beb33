import { afterAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { AdminDeps } from '../../../server/admin/admin-deps.ts'
import { leaveRestoredState } from '../../../server/admin/restore-mode.ts'
import { openPglite } from '../../../server/stores/pglite.ts'
import { sql } from '../../../server/stores/sql.ts'
import { newId } from '../../../src-shared/ids.ts'
import { hastyStore } from '../../helpers/server/hasty-store.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'

// More accounts than one statement may change in its time.

const accounts = 2500
const opened = new AsyncDisposableStack()
const store = opened.use(await openPglite(undefined))
const server = opened.use(await openTestServer({ store: hastyStore(store, 1000) }))
afterAll(() => opened.disposeAsync())

/** A backup of a server that has been there for years. */
beforeEach(async () => {
  await store.run(sql`DELETE FROM users`)
  await store.run(sql`
    INSERT INTO users (id, email, hashed_password)
    SELECT gen_random_uuid(), n || '@example.org', 'none' FROM generate_series(1, ${accounts}::int) n`)
  await store.run(sql`INSERT INTO token_families (id, user_id, created_at) SELECT gen_random_uuid(), id, now() FROM users`)
  await store.run(sql`
    INSERT INTO mailed_tokens (token_hash, user_id, purpose, expires_at) SELECT id::text, id, 'reset', now() FROM users`)
})

const leftRow = z.object({ generations: z.int(), families: z.int(), letters: z.int() })
/** What of before the backup opens something still. */
const left = () =>
  store.query(
    sql`
      SELECT (SELECT count(*) FROM users WHERE token_generation = 0)::int AS generations,
        (SELECT count(*) FROM token_families WHERE revoked_at IS NULL)::int AS families,
        (SELECT count(*) FROM mailed_tokens)::int AS letters`,
    leftRow,
  )
const nothing = [{ generations: 0, families: 0, letters: 0 }]

test('every sign-in of thousands of accounts ends, their caches forget, and what comes after is reached', async () => {
  const forgotten: string[] = []
  const deps: AdminDeps = { ...server.admin, forget: async (userId) => void forgotten.push(userId) }

  const restored = await leaveRestoredState(deps, [newId()])

  expect(restored).toMatchObject({ signed_out: accounts, tampered_at: null, reconciled: { usage_reconciliation: {} } })
  expect(new Set(forgotten).size).toBe(accounts)
  expect(await left()).toEqual(nothing)
})

test('what fails half-way has ended what was signed before, and run again it comes to its end', async () => {
  const keys = sql`SELECT kid FROM signing_keys WHERE retired_at IS NULL`
  const before = await store.query(keys, z.unknown())
  const state = { forgotten: 0 }
  const forget = async () => {
    if (state.forgotten++ === 1200) throw new Error('the cache is away')
  }

  await expect(leaveRestoredState({ ...server.admin, forget }, [])).rejects.toThrow('the cache is away')
  const halfWay = await left()
  const during = await store.query(keys, z.unknown())
  const restored = await leaveRestoredState(server.admin, [])

  expect(halfWay).toEqual([{ generations: 500, families: 500, letters: 500 }])
  expect(during).not.toEqual(before)
  expect(restored).toMatchObject({ signed_out: accounts, tampered_at: null })
  expect(await left()).toEqual(nothing)
})
