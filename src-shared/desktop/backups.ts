import { z } from 'zod'
import { time } from '../rows/columns.ts'
import { call } from '../rpc/contract.ts'

export const backupInfo = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['daily', 'migration', 'restore', 'manual']),
  size_bytes: z.int(),
  created_at: time,
  verified: z.boolean(),
})
export type BackupInfo = z.infer<typeof backupInfo>

/** What a backup holds, counted before anything is replaced. */
export const backupPreview = z.object({
  conversations: z.int(),
  messages: z.int(),
  documents: z.int(),
  newest_at: time.nullable(),
})
export type BackupPreview = z.infer<typeof backupPreview>

export const backups = {
  list: call(z.void(), z.array(backupInfo)),
  create: call(z.object({ path: z.string().optional() }), backupInfo),
  preview: call(z.object({ path: z.string() }), backupPreview),
  /** Replaces the store by the backup, after a snapshot of what is there now. */
  restore: call(z.object({ path: z.string() }), z.object({ replaced: backupInfo })),
}

export const backupError = {
  unknown: 'backups.unknown',
  damaged: 'backups.damaged',
  wrongKey: 'backups.wrong_key',
  newer: 'backups.newer',
  exists: 'backups.exists',
} as const
