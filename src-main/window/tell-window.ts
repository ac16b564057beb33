import type { Change } from '../../src-shared/desktop/changes.ts'
import type { ShellNews } from '../../src-shared/shell/shell.ts'
import type { Db, ReadDb } from '../db/database.ts'

export interface TellWindowDeps {
  readonly isWanted: () => boolean
  readonly tell: (news: ShellNews) => void
  readonly now: () => number
  /** What took less is not worth a word. */
  readonly longMs?: number
}

/** Tells of answers and imports that took long and have ended. Returns what stops it. */
export function tellWindow(db: Db, { isWanted, tell, now, longMs = 10_000 }: TellWindowDeps): () => void {
  const began = new Map<string, number>()

  function hasEnded(id: string, isUnderWay: boolean): boolean {
    const at = began.get(id)
    if (isUnderWay) {
      if (at === undefined) began.set(id, now())
      return false
    }
    began.delete(id)
    return at !== undefined && now() - at >= longMs && isWanted()
  }

  return db.watch((changes) => {
    for (const change of changes) {
      if (change.row === null) began.delete(change.id)
      const news = newsOf(db, change, hasEnded)
      if (news) tell(news)
    }
  })
}

function newsOf(
  db: ReadDb,
  { table, row }: Change,
  hasEnded: (id: string, isUnderWay: boolean) => boolean,
): ShellNews | undefined {
  if (table === 'messages' && row?.role === 'assistant' && hasEnded(row.id, row.status === 'writing')) {
    // Stopped by the person, or taken away: they know.
    if (row.status === 'stopped' || row.deleted_at !== null) return undefined
    const id = row.conversation_id
    return { kind: 'answer', conversation_id: id, title: titleOf(db, id), is_whole: row.status === 'complete' }
  }
  if (table === 'import_jobs' && row && hasEnded(row.id, row.status === 'running') && row.status === 'done') {
    return { kind: 'import', done: row.done - row.failed, failed: row.failed }
  }
  return undefined
}

const titleOf = (db: ReadDb, id: string): string =>
  db.prepare<[string], { title: string }>('SELECT title FROM conversations WHERE id = ?').get(id)?.title ?? ''
