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
  /** The system's secret store was asked and does not have it. */
  keyLost: 'start.key_lost',
  /** It lies in the system's secret store, which only the window can read. */
  keyElsewhere: 'start.key_elsewhere',
  newerData: 'start.newer_data',
  damaged: 'start.damaged',
  readOnly: 'start.read_only',
  diskFull: 'start.disk_full',
  changedMigration: 'start.changed_migration',
  alreadyRunning: 'start.already_running',
  /** The key is wrapped by a passphrase and none was given. */
  passphraseNeeded: 'start.passphrase_needed',
  wrongPassphrase: 'start.wrong_passphrase',
} as const

/** What may happen to any write, and to any read of a damaged file; what was acknowledged before stays. */
export const storeError = {
  diskFull: 'store.disk_full',
  readOnly: 'store.read_only',
  damaged: 'store.damaged',
  busy: 'store.busy',
} as const
