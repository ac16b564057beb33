import { openKey } from '../../src-main/db/key.ts'
import { openStore, type Store } from '../../src-main/db/open-store.ts'
import { migrationsFolder } from '../helpers/test-db.ts'

/** The store of a data folder with the key that lies in it, encrypted and durable as the core has it. */
export async function openBenchStore(folder: string): Promise<Store> {
  const { key } = await openKey({ folder })
  const report = (error: unknown): void => {
    throw error
  }
  return openStore({ folder, key, migrationsFolder, now: Date.now, report, checkAfterMs: 600_000 })
}
