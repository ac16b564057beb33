import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupInfo } from '../../src-shared/desktop/backups.ts'
import { type BackupKind, backupName, readBackupName } from './backup-names.ts'
import { backupsFolder } from './store-files.ts'
import { surplusBackups } from './thin-backups.ts'

/** Newest first. */
export function listBackups(folder: string): BackupInfo[] {
  const home = backupsFolder(folder)
  if (!existsSync(home)) return []
  const found = readdirSync(home).flatMap((name) => {
    const named = readBackupName(name)
    const path = join(home, name)
    return named ? [{ name, path, ...named, size_bytes: statSync(path).size, verified: true }] : []
  })
  return found.sort((a, b) => b.created_at - a.created_at)
}

/** Two in the same millisecond get names in their order. */
export function freeBackupPath(folder: string, kind: BackupKind, at: number): string {
  const path = join(backupsFolder(folder), backupName(kind, at))
  return existsSync(path) ? freeBackupPath(folder, kind, at + 1) : path
}

export function thinBackups(folder: string): void {
  for (const { path } of surplusBackups(listBackups(folder))) rmSync(path, { force: true })
}
