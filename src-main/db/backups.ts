import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { startError, storeError } from '../../src-shared/desktop/app.ts'
import { type BackupInfo, backupError } from '../../src-shared/desktop/backups.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { freeBackupPath, listBackups, thinBackups } from './backup-files.ts'
import type { BackupKind } from './backup-names.ts'
import { renameDurably } from './durable-file.ts'
import type { JobLine } from './job-line.ts'
import { pendingMigrations } from './migrate.ts'
import type { MigrationFile } from './migration-files.ts'
import { isStoreFault, storeFault } from './store-fault.ts'
import { backupsFolder, storePath } from './store-files.ts'
import type { StoreSummary } from './store-summary.ts'

export interface BackupsOptions {
  readonly folder: string
  readonly key: string | null
  readonly jobs: JobLine
  readonly migrations: readonly MigrationFile[]
  readonly now: () => number
}

export interface Backups {
  /** Those in the data folder, newest first. Only verified ones get their name, so each of them is. */
  list(): BackupInfo[]
  /** A verified, encrypted copy of what is committed now; at `path` (which must be free) or among the others, which are thinned. */
  create(kind: BackupKind, path?: string): Promise<BackupInfo>
  /** What is in a backup. Errors: `backups.unknown`, `backups.wrong_key`, `backups.damaged`, `backups.newer`. */
  inspect(path: string): Promise<StoreSummary>
}

export function createBackups(options: BackupsOptions): Backups {
  const { folder, key, jobs, now } = options

  async function create(kind: BackupKind, path?: string): Promise<BackupInfo> {
    const at = now()
    const target = path === undefined ? freeBackupPath(folder, kind, at) : freePath(path)
    const partial = `${target}.partial`
    try {
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
      rmSync(partial, { force: true })
      const { size_bytes } = await jobs.run({ kind: 'copy', path: storePath(folder), key, target: partial })
      renameDurably(partial, target)
      if (path === undefined) thinBackups(folder)
      return { name: basename(target), path: target, kind, size_bytes, created_at: at, verified: true }
    } catch (error) {
      rmSync(partial, { force: true })
      throw storeFault(error)
    }
  }

  return { create, list: () => listBackups(folder), inspect: (path) => inspect(options, path) }
}

async function inspect({ folder, key, jobs, migrations }: BackupsOptions, path: string): Promise<StoreSummary> {
  if (!existsSync(path)) throw new AppError(backupError.unknown, { path })
  const isOurs = resolve(dirname(path)) === resolve(backupsFolder(folder))
  try {
    const summary = await jobs.run({ kind: 'verify', path, key })
    if (summary.migrations.length === 0) throw new AppError(backupError.damaged, { path })
    pendingMigrations(summary.migrations, migrations)
    return summary
  } catch (error) {
    if (isStoreFault(error, startError.newerData)) throw new AppError(backupError.newer, { path })
    if (!isStoreFault(error, storeError.damaged)) throw error
    // With another key the very first page cannot be read. One that lies among ours was made with ours.
    const isFirstPage =
      typeof error.data === 'object' && error.data !== null && 'reason' in error.data && error.data.reason === 'SQLITE_NOTADB'
    throw new AppError(isFirstPage && !isOurs ? backupError.wrongKey : backupError.damaged, { path }, { cause: error })
  }
}

function freePath(path: string): string {
  if (existsSync(path)) throw new AppError(backupError.exists, { path })
  return path
}
