import { z } from 'zod'
import { call } from '../rpc/contract.ts'

/** What the page needs to know before it draws anything. */
export const appInfo = z.object({
  version: z.string(),
  shell: z.enum(['electron', 'browser', 'cli']),
  /** Where everything is kept. */
  data_folder: z.string(),
  platform: z.string(),
  /** Sentences about the start worth knowing: a restored backup, a row set aside, a missing secret store. */
  notices: z.array(z.object({ code: z.string(), data: z.unknown().optional() })),
})
export type AppInfo = z.infer<typeof appInfo>

export const app = { info: call(z.void(), appInfo) }

/** Errors that keep the core from starting; each has its sentence in `error-sentences.ts`. */
export const startError = {
  wrongKey: 'start.wrong_key',
  keyMissing: 'start.key_missing',
  newerData: 'start.newer_data',
  damaged: 'start.damaged',
  readOnly: 'start.read_only',
  diskFull: 'start.disk_full',
  changedMigration: 'start.changed_migration',
  alreadyRunning: 'start.already_running',
} as const
