import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startError, storeError } from '../../src-shared/desktop/app.ts'
import type { BackupInfo } from '../../src-shared/desktop/backups.ts'
import { storeNotice } from '../../src-shared/desktop/notices.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { listBackups } from './backup-files.ts'
import { scheduleBackups } from './backup-schedule.ts'
import { type Backups, createBackups } from './backups.ts'
import { type Db, openDatabase, type StoreDb } from './database.ts'
import { createJobLine, type JobLine } from './job-line.ts'
import { isKnownKey, rememberKey } from './key-check.ts'
import { interruptLeftovers } from './leftovers.ts'
import { appliedMigrations, applyMigrations, pendingMigrations } from './migrate.ts'
import { type MigrationFile, readMigrations } from './migration-files.ts'
import type { Notice } from './notice.ts'
import { freeBytes, freeReserve, keepReserve } from './reserve.ts'
import { restoreBackup } from './restore.ts'
import { setAside } from './set-aside.ts'
import { codeOf, isStoreFault, storeFault } from './store-fault.ts'
import { backupsFolder, incomingPath, sideFiles, storePath } from './store-files.ts'

export interface StoreOptions {
  /** The data folder; this core holds its lock. */
  readonly folder: string
  /** 64 hex digits; null for an unencrypted store in tests. */
  readonly key: string | null
  readonly migrationsFolder: string
  readonly now: () => number
  /** Hears faults that no caller can hear: a change listener's, a backup's in the background. */
  readonly report: (error: unknown) => void
  /** How long the check of the whole file waits, so that it does not slow the start down. */
  readonly checkAfterMs?: number
}

export interface Store extends AsyncDisposable {
  readonly db: Db
  /** What is worth a sentence; grows while the store is open. */
  readonly notices: readonly Notice[]
  readonly backups: Backups
  /** Puts a backup in the store's place; answers the backup of what was there. Every reader of rows has to read anew. */
  restore(path: string): Promise<BackupInfo>
  /** Settles when the check of the whole file, begun after the start, is through. */
  readonly checked: Promise<void>
}

/**
 * Opens the store of a data folder, brought to this version's shape. Errors, each of which leaves the file as it was:
 * `startError` wrongKey, readOnly {folder}, diskFull, newerData, changedMigration, damaged {kept, backup: path or null}.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { folder, key, now, report } = options
  await using started = new AsyncDisposableStack()
  const notices: Notice[] = []
  const notify = (notice: Notice): void => void notices.push(notice)
  const migrations = readMigrations(options.migrationsFolder)
  const db = started.use(openFile(options, notify))
  const jobs = started.use(createJobLine())
  const backups = createBackups({ folder, key, jobs, migrations, now })
  await asStartFault(options, () => bringUpToDate({ db, backups, migrations, now, notify }))
  if (key !== null) rememberKey(folder, key)
  if (!keepReserve(folder)) notify({ code: storeNotice.lowSpace, data: { free_bytes: freeBytes(folder) } })
  started.use(scheduleBackups({ db, backups, notify, report }))
  const checked = started.use(checkLater({ ...options, db, jobs, notify }))
  const open = started.move()
  return {
    db,
    notices,
    backups,
    restore: (path) => restoreBackup({ folder, key, backups, jobs, migrations, now }, db, path),
    checked: checked.done,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

function openFile({ folder, key, report }: StoreOptions, notify: (notice: Notice) => void): StoreDb {
  assertWritable(folder)
  const path = storePath(folder)
  removeUnfinished(folder)
  const freeSpace = (): boolean => {
    const isFreed = freeReserve(folder)
    if (isFreed) notify({ code: storeNotice.lowSpace, data: { free_bytes: freeBytes(folder) } })
    return isFreed
  }
  const open = (): StoreDb => openDatabase(path, key, { report, freeSpace })
  try {
    return open()
  } catch (error) {
    if (isStoreFault(error, storeError.diskFull) && freeSpace()) return open()
    throw startFault(error, folder, key)
  }
}

async function asStartFault({ folder, key }: StoreOptions, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw startFault(error, folder, key)
  }
}

/** What a killed backup or restore left behind. */
function removeUnfinished(folder: string): void {
  const home = backupsFolder(folder)
  const partial = existsSync(home) ? readdirSync(home).filter((name) => name.endsWith('.partial')) : []
  const paths = [incomingPath(folder), ...sideFiles(incomingPath(folder)), ...partial.map((name) => join(home, name))]
  for (const path of paths) rmSync(path, { force: true })
}

function startFault(error: unknown, folder: string, key: string | null): unknown {
  if (isStoreFault(error, storeError.diskFull)) return new AppError(startError.diskFull, { folder }, { cause: error })
  if (isStoreFault(error, storeError.readOnly)) return new AppError(startError.readOnly, { folder }, { cause: error })
  if (!isStoreFault(error, storeError.damaged)) return error
  if (key !== null && !isKnownKey(folder, key)) return new AppError(startError.wrongKey, { folder }, { cause: error })
  const data = { folder, kept: storePath(folder), backup: listBackups(folder)[0]?.path ?? null }
  return new AppError(startError.damaged, data, { cause: error })
}

function assertWritable(folder: string): void {
  const probe = join(folder, 'write.probe')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    if (isStoreFault(storeFault(error), storeError.diskFull)) return
    throw new AppError(startError.readOnly, { folder, reason: codeOf(error) }, { cause: error })
  }
}

interface UpdateOptions {
  readonly db: StoreDb
  readonly backups: Backups
  readonly migrations: readonly MigrationFile[]
  readonly now: () => number
  readonly notify: (notice: Notice) => void
}

async function bringUpToDate({ db, backups, migrations, now, notify }: UpdateOptions): Promise<void> {
  await applyPending({ db, backups, migrations, now, notify })
  const interrupted = interruptLeftovers(db, now())
  if (interrupted > 0) notify({ code: storeNotice.interrupted, data: { count: interrupted } })
}

async function applyPending({ db, backups, migrations, now, notify }: UpdateOptions): Promise<void> {
  const pending = pendingMigrations(appliedMigrations(db), migrations)
  if (pending.length === 0) return
  const isNew = appliedMigrations(db).length === 0
  const backup = isNew ? undefined : await backups.create('migration')
  applyMigrations(db, pending, now)
  if (backup) notify({ code: storeNotice.migrated, data: { path: backup.path, steps: pending.map(({ name }) => name) } })
}

interface CheckOptions extends StoreOptions {
  readonly db: Db
  readonly jobs: JobLine
  readonly notify: (notice: Notice) => void
}

function checkLater({
  folder,
  key,
  db,
  jobs,
  now,
  notify,
  report,
  checkAfterMs = 3000,
}: CheckOptions): Disposable & { readonly done: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(() => void check().catch(reportFault).finally(resolve), checkAfterMs).unref()

  function reportFault(error: unknown): void {
    if (!isStoreFault(error, rpcError.aborted)) report(error)
  }

  async function check(): Promise<void> {
    const { problems, unreadable } = await jobs.run({ kind: 'check', path: storePath(folder), key })
    if (problems.length > 0) return notify(damageFound(folder, problems))
    setAside(db, unreadable, now())
    if (unreadable.length > 0) notify({ code: storeNotice.setAside, data: { count: unreadable.length } })
  }

  return {
    done: promise,
    [Symbol.dispose]() {
      clearTimeout(timer)
      resolve()
    },
  }
}

const damageFound = (folder: string, problems: readonly string[]): Notice => ({
  code: storeNotice.damaged,
  data: { problems: problems.length, backup: listBackups(folder)[0]?.path ?? null },
})
