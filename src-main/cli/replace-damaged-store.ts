import { startError } from '../../src-shared/desktop/app.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Config } from '../core/config.ts'
import { resources } from '../core/resources.ts'
import { lockFolder } from '../db/folder-lock.ts'
import { openKey } from '../db/key.ts'
import { recoverStore } from '../db/recover-store.ts'

/**
 * Puts a backup in the place of a store that no core can open; answers where the damaged file is kept. Errors: `backupError`,
 * those of the key, `start.already_running`.
 */
export async function replaceDamagedStore({ dataFolder, passphrase }: Config, path: string): Promise<string> {
  using lock = lockFolder(dataFolder)
  if (!lock) throw new AppError(startError.alreadyRunning, { folder: dataFolder })
  const { key } = await openKey({ folder: dataFolder, passphrase })
  return await recoverStore({ folder: dataFolder, key, migrationsFolder: resources.migrations, now: () => Date.now() }, path)
}
