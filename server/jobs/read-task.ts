import { z } from 'zod'
import type { Task } from '../../src-shared/api/tasks.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlStore } from '../stores/sql-store.ts'
import { resultSeconds } from './open-jobs.ts'

export interface TaskDeps {
  readonly store: SqlStore
  readonly now: () => number
}

const taskRow = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'dead']),
  created_at: z.date(),
  finished_at: z.date().nullable(),
  result: z.string().nullable(),
})

const statuses = { waiting: 'waiting', running: 'running', done: 'done', dead: 'failed' } as const

/** Errors: `NOT_FOUND`, also for one of somebody else, and for a result whose hour is over. */
export async function readTask({ store, now }: TaskDeps, id: string, userId: string): Promise<Task> {
  const keptSince = new Date(now() - resultSeconds * 1000)
  const row = await findOne(
    store,
    sql`
      SELECT id, kind, state, created_at, finished_at, result FROM jobs
      WHERE id = ${id} AND user_id = ${userId} AND (finished_at IS NULL OR finished_at > ${keptSince})`,
    taskRow,
  )
  if (row === undefined) throw new AppError('NOT_FOUND')
  return {
    ...{ task_id: row.id, kind: row.kind, status: statuses[row.state], created_at: row.created_at.toISOString() },
    ...{ finished_at: row.finished_at?.toISOString() ?? null, result: JSON.parse(row.result ?? 'null') },
  }
}
