import { z } from 'zod'
import { time } from '../rows/columns.ts'
import { call, stream } from '../rpc/contract.ts'
import { backupInfo, backupPreview } from './backups.ts'

/** Whether the core answers, and if not, why. Everything but this feature is refused until it is `open`. */
export const accessState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({
    kind: z.literal('locked'),
    /** The store is not open yet; else it was locked while it was in use, and work goes on behind it. */
    isStart: z.boolean(),
    /** No passphrase is looked at before; null when the next one is. */
    retry_at: time.nullable(),
  }),
  z.object({
    kind: z.literal('failed'),
    fault: z.object({ code: z.string(), data: z.unknown().optional() }),
    data_folder: z.string(),
    version: z.string(),
    platform: z.string(),
    /** What may be put in the store's place, newest first; empty where that would not help. */
    backups: z.array(backupInfo),
    canOpenFolder: z.boolean(),
  }),
])
export type AccessState = z.infer<typeof accessState>

export const access = {
  /** How it is now, and how it becomes. */
  watch: stream(z.void(), accessState),
  /** Errors: `start.wrong_passphrase`, `access.too_soon` {retry_at}. */
  unlock: call(z.object({ passphrase: z.string().min(1).max(1000) }), z.void()),
  /** Opens the store once more: what was in its way may be gone. Errors: `startError`. */
  retry: call(z.void(), z.void()),
  previewBackup: call(z.object({ path: z.string() }), backupPreview),
  /** Puts a backup in the place of a store that cannot be opened, and opens it. Answers where the damaged file is kept. */
  restoreBackup: call(z.object({ path: z.string() }), z.object({ kept: z.string() })),
  openFolder: call(z.void(), z.void()),
}

export const accessError = {
  /** The app is locked; data: none. */
  locked: 'access.locked',
  tooSoon: 'access.too_soon',
  /** This can be done only while the store cannot be opened. */
  notFailed: 'access.not_failed',
} as const
