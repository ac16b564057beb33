import { startError } from '../../src-shared/desktop/app.ts'
import type { BackupPreview } from '../../src-shared/desktop/backups.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { previewOf } from '../backup/backup-handlers.ts'
import { lockFolder } from '../db/folder-lock.ts'
import { type KeyOptions, openKey } from '../db/key.ts'
import { inspectBackup, recoverStore } from '../db/recover-store.ts'
import { resources } from './resources.ts'

/**
 * Puts a backup in the place of a store that no core can open; answers where the damaged file is kept. Errors: `backupError`,
 * those of the key, `start.already_running`.
 */
export async function replaceDamagedStore(options: KeyOptions, path: string): Promise<string> {
  using lock = lockFolder(options.folder)
  if (!lock) throw new AppError(startError.alreadyRunning, { folder: options.folder })
  return await recoverStore(await storeOf(options), path)
}

/** What is in a backup of a store that no core can open. Errors: as above. */
export async function previewForDamaged(options: KeyOptions, path: string): Promise<BackupPreview> {
  return previewOf(await inspectBackup(await storeOf(options), path))
}

async function storeOf(options: KeyOptions) {
  const { key } = await openKey(options)
  return { folder: options.folder, key, migrationsFolder: resources.migrations, now: Date.now }
}
