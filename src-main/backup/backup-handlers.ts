import type { backups } from '../../src-shared/desktop/backups.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { Store } from '../db/open-store.ts'

export interface BackupDeps {
  readonly store: Pick<Store, 'backups' | 'restore'>
  /** Every row may be another one now: whoever holds some has to read anew. */
  readonly onRestored: () => void
}

export function createBackupHandlers({ store, onRestored }: BackupDeps): FeatureHandlers<typeof backups> {
  return {
    list: () => store.backups.list(),
    create: ({ path }) => store.backups.create('manual', path),

    async preview({ path }) {
      const { rows, newest_at } = await store.backups.inspect(path)
      return {
        conversations: rows.conversations ?? 0,
        messages: rows.messages ?? 0,
        documents: rows.documents ?? 0,
        newest_at,
      }
    },

    async restore({ path }) {
      const replaced = await store.restore(path)
      onRestored()
      return { replaced }
    },
  }
}
