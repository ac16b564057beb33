import type { Settings } from '../../src-shared/desktop/settings.ts'
import { type ShellSettings, shellSettings } from '../../src-shared/shell/shell.ts'
import type { Db } from '../db/database.ts'

const carriedOut: ReadonlySet<string> = new Set(Object.keys(shellSettings.shape))

/** Hands the shell its settings now, and whenever one of them changes. Returns what stops it. */
export function followShellSettings(db: Db, settings: () => Settings, apply: (settings: ShellSettings) => void): () => void {
  const applyNow = (): void => apply(shellSettings.parse(settings()))
  applyNow()
  return db.watch((changes) => {
    if (changes.some(({ table, id }) => table === 'settings' && carriedOut.has(id))) applyNow()
  })
}
