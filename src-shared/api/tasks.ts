import { z } from 'zod'
import { idInAnyCase } from './id-in-any-case.ts'

export const taskStatus = z.enum(['waiting', 'running', 'done', 'failed'])

/** Work in the background that somebody asked for. Once it has ended it is known for an hour. */
export const task = z
  .object({
    task_id: z.uuid(),
    kind: z.string(),
    status: taskStatus,
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
    result: z.unknown().describe('Of a task that is done; null before.'),
  })
  .meta({ id: 'Task' })
export type Task = z.infer<typeof task>

export const taskParams = z.strictObject({ task_id: idInAnyCase })
export const taskStarted = z.object({ task_id: z.uuid() })
