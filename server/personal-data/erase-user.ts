import { z } from 'zod'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { defineJob, type JobKind, type Schedule } from '../jobs/job-kind.ts'
import type { Jobs } from '../jobs/open-jobs.ts'
import { sql } from '../stores/sql.ts'
import type { SqlStore, SqlTx } from '../stores/sql-store.ts'
import type { ErasureList } from './erasure-list.ts'
import type { PersonalStore } from './personal-store.ts'

export interface ErasureDeps {
  readonly store: SqlStore
  readonly now: () => number
  readonly stores: readonly PersonalStore[]
  readonly list: ErasureList
}

const kind = 'erase_user'

/** In the transaction that deletes the account: whatever happens afterwards, the other stores follow. */
export async function promiseErasure(jobs: Pick<Jobs, 'add'>, tx: SqlTx, { userId, at }: Erasing): Promise<void> {
  await tx.run(sql`
    INSERT INTO erasures (user_id, requested_at) VALUES (${userId}, ${at})
    ON CONFLICT (user_id) DO UPDATE SET requested_at = EXCLUDED.requested_at, finished_at = NULL`)
  await jobs.add(tx, { kind, payload: { user_id: userId }, priority: 'high', onceKey: `${kind}:${userId}` })
}

export interface Erasing {
  readonly userId: string
  readonly at: Date
}

/** Not done before nothing is left anywhere: it comes again until then. */
export const eraseUserJob = (deps: ErasureDeps): JobKind =>
  defineJob({
    name: kind,
    payload: z.object({ user_id: z.uuid() }),
    run: ({ user_id }) => eraseEverywhere(deps, user_id),
  })

const unfinishedRow = z.object({ user_id: z.string() })
const hour = 3_600_000

/**
 * What its job has given up, or that was promised and never done: tried again each hour until nothing is left. And everybody once more
 * after an hour: a process that died may have added something in the moment of the erasure.
 */
export const unfinishedErasures = (deps: ErasureDeps): Schedule => ({
  ...{ name: 'unfinished_erasures', everyMs: hour },
  async run(signal) {
    const since = new Date(deps.now() - hour)
    const waiting = sql`
      SELECT user_id FROM erasures
      WHERE requested_at <= ${since} AND (finished_at IS NULL OR finished_at < requested_at + interval '1 hour') ORDER BY requested_at`
    const failures: unknown[] = []
    for (const { user_id } of await deps.store.query(waiting, unfinishedRow))
      if (!signal.aborted) await eraseEverywhere(deps, user_id).catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  },
})

async function eraseEverywhere({ store, now, stores, list }: ErasureDeps, userId: string): Promise<void> {
  // First: from here on a backup from before is erased again too.
  await list.append({ user_id: userId, erased_at: new Date(now()).toISOString() })
  const erased = await Promise.allSettled(stores.map((each) => each.erase(userId)))
  const failed = erased.find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  const left = await Promise.all(stores.map((each) => each.count(userId)))
  if (left.some((count) => count > 0)) throw new AppError('ERASURE_INCOMPLETE')
  await store.run(sql`UPDATE erasures SET finished_at = ${new Date(now())} WHERE user_id = ${userId}`)
}
