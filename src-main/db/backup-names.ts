import type { BackupInfo } from '../../src-shared/desktop/backups.ts'

export type BackupKind = BackupInfo['kind']

/** `2026-11-23T21-04-49-123Z-daily.hearth`: sorts by time, allowed on every file system. */
export const backupName = (kind: BackupKind, at: number): string =>
  `${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}-${kind}.hearth`

export interface NamedBackup {
  readonly kind: BackupKind
  readonly created_at: number
}

/** Undefined for a file that the app did not name. */
export function readBackupName(name: string): NamedBackup | undefined {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z-(daily|migration|restore|manual)\.hearth$/.exec(name)
  const kind = kinds.find((each) => each === match?.[6])
  if (match === null || kind === undefined) return undefined
  const [, day, hours, minutes, seconds, milliseconds] = match
  return { kind, created_at: Date.parse(`${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z`) }
}

const kinds: readonly BackupKind[] = ['daily', 'migration', 'restore', 'manual']
