import type { BackupPreview, backups } from '../../src-shared/desktop/backups.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { Store } from '../db/open-store.ts'
import type { StoreSummary } from '../db/store-summary.ts'

export interface BackupDeps {
  readonly store: Pick<Store, 'backups' | 'restore'>
  /** Every row may be another one now: whoever holds some has to read anew. */
  readonly onRestored: () => void
}

export function createBackupHandlers({ store, onRestored }: BackupDeps): FeatureHandlers<typeof backups> {
  return {
    list: () => store.backups.list(),
    create: ({ path }) => store.backups.create('manual', path),

    preview: async ({ path }) => previewOf(await store.backups.inspect(path)),

    async restore({ path }) {
      const replaced = await store.restore(path)
      onRestored()
      return { replaced }
    },
  }
}

export const previewOf = ({ rows, newest_at }: StoreSummary): BackupPreview => ({
  conversations: rows.conversations ?? 0,
  messages: rows.messages ?? 0,
  documents: rows.documents ?? 0,
  newest_at,
})
