import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { BackupInfo } from '../../src-shared/desktop/backups.ts'
import type { Backups } from './backups.ts'
import { openDatabase, type StoreDb } from './database.ts'
import { renameDurably, syncFile } from './durable-file.ts'
import type { JobLine } from './job-line.ts'
import { interruptLeftovers } from './leftovers.ts'
import { appliedMigrations, applyMigrations, pendingMigrations } from './migrate.ts'
import type { MigrationFile } from './migration-files.ts'
import { storeFault } from './store-fault.ts'
import { damagedFolder, incomingPath, sideFiles, storePath } from './store-files.ts'

export interface RestoreOptions {
  readonly folder: string
  readonly key: string | null
  readonly backups: Backups
  readonly jobs: JobLine
  readonly migrations: readonly MigrationFile[]
  readonly now: () => number
}

/**
 * Puts a backup in the place of the open store and answers the backup made of what was there: restoring that undoes it.
 * A kill at any point leaves the old store or the new one. Errors: `backupError`, `storeError`.
 */
export async function restoreBackup(options: RestoreOptions, db: StoreDb, path: string): Promise<BackupInfo> {
  await options.backups.inspect(path)
  const replaced = await options.backups.create('restore')
  const incoming = prepareIncoming(options, path)
  await options.jobs.alone(() => db.replaceFile(() => putInPlace(options.folder, incoming)))
  return replaced
}

/** Puts a backup in the place of a store that cannot be opened. The damaged file is kept in `damaged/`; answers its path. */
export async function replaceDamaged(options: RestoreOptions, path: string): Promise<string> {
  await options.backups.inspect(path)
  const incoming = prepareIncoming(options, path)
  const kept = keepDamaged(options.folder, options.now())
  putInPlace(options.folder, incoming)
  return kept
}

/** A copy of the backup, brought to this version's shape before it is anybody's store. */
function prepareIncoming({ folder, key, migrations, now }: RestoreOptions, path: string): string {
  const incoming = incomingPath(folder)
  try {
    for (const each of [incoming, ...sideFiles(incoming)]) rmSync(each, { force: true })
    copyFileSync(path, incoming)
    using db = openDatabase(incoming, key)
    applyMigrations(db, pendingMigrations(appliedMigrations(db), migrations), now)
    interruptLeftovers(db, now())
  } catch (error) {
    rmSync(incoming, { force: true })
    throw storeFault(error)
  }
  syncFile(incoming)
  return incoming
}

function putInPlace(folder: string, incoming: string): void {
  const path = storePath(folder)
  // The log of the old file must never be read into the new one.
  for (const each of [...sideFiles(path), ...sideFiles(incoming)]) rmSync(each, { force: true })
  renameDurably(incoming, path)
}

/** Copies first: until the new file is in place the damaged one stays where it is. */
function keepDamaged(folder: string, at: number): string {
  const path = storePath(folder)
  const home = join(damagedFolder(folder), new Date(at).toISOString().replaceAll(/[:.]/g, '-'))
  mkdirSync(home, { recursive: true, mode: 0o700 })
  for (const each of [path, ...sideFiles(path)]) if (existsSync(each)) copyFileSync(each, join(home, basename(each)))
  return join(home, basename(path))
}
