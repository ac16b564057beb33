import { storeError } from '../../src-shared/desktop/app.ts'
import { storeNotice } from '../../src-shared/desktop/notices.ts'
import { rpcError } from '../../src-shared/rpc/errors.ts'
import type { Backups } from './backups.ts'
import type { Db } from './database.ts'
import type { Notice } from './notice.ts'
import { isStoreFault } from './store-fault.ts'

export interface BackupScheduleDeps {
  readonly db: Db
  readonly backups: Backups
  readonly notify: (notice: Notice) => void
  readonly report: (error: unknown) => void
  /** After the first change that no backup holds yet. */
  readonly delayMs?: number
  /** After the start, for what the last run changed and had no time to back up. */
  readonly catchUpMs?: number
}

/** Backs up a quarter of an hour after a change, once for all changes until then. Drafts and requests alone do not count. */
export function scheduleBackups(deps: BackupScheduleDeps): Disposable {
  const { db, backups, notify, report, delayMs = 15 * 60_000, catchUpMs = 30_000 } = deps
  let timer: NodeJS.Timeout | undefined
  const catchUp = setTimeout(() => void (isBehind(db, backups) && backUp()), catchUpMs).unref()

  async function backUp(): Promise<void> {
    timer = undefined
    try {
      await backups.create('daily')
    } catch (error) {
      if (isStoreFault(error, rpcError.aborted)) return
      notify({
        code: storeNotice.backupFailed,
        data: { reason: isStoreFault(error, storeError.diskFull) ? error.code : 'unknown' },
      })
      report(error)
    }
  }

  const stop = db.watch((changes) => {
    if (changes.every(({ table }) => table === 'drafts' || table === 'requests')) return
    timer ??= setTimeout(() => void backUp(), delayMs).unref()
  })
  return {
    [Symbol.dispose]() {
      stop()
      clearTimeout(timer)
      clearTimeout(catchUp)
    },
  }
}

function isBehind(db: Db, backups: Backups): boolean {
  const newestChange = db.prepare<[], number | null>(newestChangeSql).pluck().get() ?? 0
  return newestChange > (backups.list()[0]?.created_at ?? 0)
}

// Messages have no index by time. Their changes are in the journal, but not those of a chat that stays on this device: there
// it is an answer that ended late, and so one of the last rows.
const newestChangeSql = `
  SELECT max(at) FROM (
    SELECT max(updated_at) AS at FROM conversations
    UNION ALL SELECT max(updated_at) FROM documents
    UNION ALL SELECT * FROM (SELECT at FROM journal ORDER BY n DESC LIMIT 1)
    UNION ALL SELECT max(updated_at) FROM (SELECT updated_at FROM messages ORDER BY rowid DESC LIMIT 500)
  )`
