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

/** Until so many sessions of this database wait for a lock. */
export const waitForBlocked = (store: SqlStore, count: number): Promise<true> =>
  waitFor(`${count} that wait for a lock`, async () =>
    (await readOne(store, blocked, z.object({ n: z.int() }))).n >= count ? true : undefined,
  )
