import { z } from 'zod'
import { defineJob, type JobKind } from '../jobs/job-kind.ts'
import type { PersonalStore } from './personal-store.ts'

export const exportKind = 'export_account'

export interface ExportDeps {
  readonly now: () => number
  readonly stores: readonly PersonalStore[]
}

/** Everything of one account that is kept anywhere, as the result of the task. */
export const exportAccountJob = ({ now, stores }: ExportDeps): JobKind =>
  defineJob({
    name: exportKind,
    payload: z.object({ user_id: z.uuid() }),
    async run({ user_id }) {
      const collected = await Promise.all(stores.map(async (each) => [each.name, await each.collect(user_id)] as const))
      return { user_id, exported_at: new Date(now()).toISOString(), stores: Object.fromEntries(collected) }
    },
  })
