import { z } from 'zod'
import { type Sql, sql } from '../../../server/stores/sql.ts'
import { readOne, type SqlStore } from '../../../server/stores/sql-store.ts'
import { waitFor } from '../wait-for.ts'

export interface HeldLock {
  release(): Promise<void>
}

/** What `statement` locks stays locked until it is released: a transaction of somebody else that does not end. */
export async function holdLock(store: SqlStore, statement: Sql): Promise<HeldLock> {
  const [taken, ending] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const held = store.transact(async (tx) => {
    await tx.query(statement, z.unknown())
    taken.resolve()
    await ending.promise
  })
  await Promise.race([taken.promise, held])
  return {
    release() {
      ending.resolve()
      return held
    },
  }
}

const blocked = sql`
  SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`

const busy = sql`
  SELECT count(*)::int AS n FROM pg_stat_activity
  WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()`

/** Until nothing is under way in this database: also what is done beside an answer has ended. */
export const waitForQuiet = (store: SqlStore): Promise<true> =>
  waitFor('a quiet database', async () => ((await readOne(store, busy, z.object({ n: z.int() }))).n === 0 ? true : undefined))

/** Until so many sessions of this database wait for a lock, or what they wait for has come about without. */
export const waitForBlocked = (store: SqlStore, count: number, isThere = () => false): Promise<true> =>
  waitFor(`${count} that wait for a lock`, async () =>
    isThere() || (await readOne(store, blocked, z.object({ n: z.int() }))).n >= count ? true : undefined,
  )
