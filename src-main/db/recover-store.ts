import { createBackups } from './backups.ts'
import { createJobLine } from './job-line.ts'
import { readMigrations } from './migration-files.ts'
import type { StoreOptions } from './open-store.ts'
import { replaceDamaged } from './restore.ts'
import type { StoreSummary } from './store-summary.ts'

/**
 * Puts a backup in the place of a store that cannot be opened, for the next `openStore`. The damaged file is kept in
 * `damaged/`; answers its path. Errors: `backupError`; then nothing was changed.
 */
export async function recoverStore(options: RecoverOptions, path: string): Promise<string> {
  const { folder, key, now } = options
  const migrations = readMigrations(options.migrationsFolder)
  await using jobs = createJobLine()
  const backups = createBackups({ folder, key, jobs, migrations, now })
  return await replaceDamaged({ folder, key, backups, jobs, migrations, now }, path)
}

/** What is in a backup, while there is no store to ask. Errors: `backupError`. */
export async function inspectBackup(options: RecoverOptions, path: string): Promise<StoreSummary> {
  await using jobs = createJobLine()
  return await createBackups({ ...options, jobs, migrations: readMigrations(options.migrationsFolder) }).inspect(path)
}

type RecoverOptions = Pick<StoreOptions, 'folder' | 'key' | 'migrationsFolder' | 'now'>
