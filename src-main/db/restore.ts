import { copyFileSync, existsSync, linkSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { BackupInfo } from '../../src-shared/desktop/backups.ts'
import { freeBackupPath, thinBackups } from './backup-files.ts'
import type { Backups } from './backups.ts'
import { openDatabase, type StoreDb } from './database.ts'
import { renameDurably, syncFile, syncFileLater } from './durable-file.ts'
import type { JobLine } from './job-line.ts'
import { interruptLeftovers } from './leftovers.ts'
import { appliedMigrations, applyMigrations, pendingMigrations } from './migrate.ts'
import type { MigrationFile } from './migration-files.ts'
import { storeFault } from './store-fault.ts'
import { backupsFolder, damagedFolder, incomingPath, sideFiles, storePath } from './store-files.ts'

export interface RestoreOptions {
  readonly folder: string
  readonly key: string | null
  readonly backups: Backups
  readonly jobs: JobLine
  readonly migrations: readonly MigrationFile[]
  readonly now: () => number
}

/**
 * Puts a backup in the place of the open store and answers what was there, as a backup: restoring that undoes it. What was
 * there may be damaged, and is kept all the same (`verified` is false then, and it lies in `damaged/`). A kill at any point
 * leaves the old store or the new one. Errors: `backupError`, `storeError`; then nothing was changed.
 */
export async function restoreBackup(options: RestoreOptions, db: StoreDb, path: string): Promise<BackupInfo> {
  const { folder, backups, jobs, now } = options
  await backups.inspect(path)
  const incoming = await prepareIncoming(options, path)
  mkdirSync(backupsFolder(folder), { recursive: true, mode: 0o700 })
  const replaced = freeBackupPath(folder, 'restore', now())
  await jobs.alone(() =>
    db.replaceFile(() => {
      keepBeside(storePath(folder), replaced)
      putInPlace(folder, incoming)
    }),
  )
  const isWhole = await backups.inspect(replaced).then(
    () => true,
    () => false,
  )
  // Looking into a store leaves empty ones.
  for (const each of sideFiles(replaced)) rmSync(each, { force: true })
  if (isWhole) thinBackups(folder)
  return kept(isWhole ? replaced : moveToDamaged(folder, replaced), { created_at: now(), verified: isWhole })
}

const kept = (path: string, rest: Pick<BackupInfo, 'created_at' | 'verified'>): BackupInfo => ({
  name: basename(path),
  path,
  kind: 'restore',
  size_bytes: statSync(path).size,
  ...rest,
})

/** A second name for the file, so that the first can go to another one in a single step. Not every file system has that. */
function keepBeside(path: string, second: string): void {
  try {
    linkSync(path, second)
  } catch {
    copyFileSync(path, second)
    syncFile(second)
  }
}

function moveToDamaged(folder: string, path: string): string {
  const target = join(damagedFolder(folder), basename(path))
  mkdirSync(damagedFolder(folder), { recursive: true, mode: 0o700 })
  renameDurably(path, target)
  return target
}

/** Puts a backup in the place of a store that cannot be opened. The damaged file is kept in `damaged/`; answers its path. */
export async function replaceDamaged(options: RestoreOptions, path: string): Promise<string> {
  await options.backups.inspect(path)
  const incoming = await prepareIncoming(options, path)
  const kept = keepDamaged(options.folder, options.now())
  putInPlace(options.folder, incoming)
  return kept
}

/** A copy of the backup, brought to this version's shape before it is anybody's store. */
async function prepareIncoming(options: RestoreOptions, path: string): Promise<string> {
  const incoming = incomingPath(options.folder)
  try {
    removeWithLog(incoming)
    await copyFile(path, incoming)
    // A copy of a store that was in use has its newest commits in the log beside it.
    if (existsSync(`${path}-wal`)) await copyFile(`${path}-wal`, `${incoming}-wal`)
    bringUpToDate(options, incoming)
    await syncFileLater(incoming)
    return incoming
  } catch (error) {
    removeWithLog(incoming)
    throw storeFault(error)
  }
}

function bringUpToDate({ key, migrations, now }: RestoreOptions, incoming: string): void {
  using db = openDatabase(incoming, key)
  applyMigrations(db, pendingMigrations(appliedMigrations(db), migrations), now)
  interruptLeftovers(db, now())
  // Only the file is put in place: on a full disk its newest commits may not fit into it.
  db.emptyLog()
}

function removeWithLog(path: string): void {
  for (const each of [path, ...sideFiles(path)]) rmSync(each, { force: true })
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
