import { statSync } from 'node:fs'
import { storeError } from '../../src-shared/desktop/app.ts'
import { conversationRow } from '../../src-shared/rows/conversation.ts'
import { messageRow } from '../../src-shared/rows/message.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { openDatabase, type ReadDb } from './database.ts'
import { syncFile } from './durable-file.ts'
import { isStoreFault } from './store-fault.ts'
import { indexTables, rowCounts, type StoreSummary, summarise } from './store-summary.ts'

/** Work on whole files, done on a thread of its own: it reads every page. `key` is null for unencrypted test stores. */
export type StoreJob =
  | { readonly kind: 'copy'; readonly path: string; readonly key: string | null; readonly target: string }
  | { readonly kind: 'verify'; readonly path: string; readonly key: string | null }
  | { readonly kind: 'check'; readonly path: string; readonly key: string | null }

export interface UnreadableRow {
  readonly table: 'conversations' | 'messages'
  readonly id: string
  readonly reason: string
}

export interface StoreJobResults {
  readonly copy: StoreSummary & { readonly size_bytes: number }
  readonly verify: StoreSummary
  readonly check: { readonly problems: readonly string[]; readonly unreadable: readonly UnreadableRow[] }
}

export type StoreJobResult = StoreJobResults[StoreJob['kind']]

export function doStoreJob(job: StoreJob): StoreJobResult {
  switch (job.kind) {
    case 'copy':
      return copy(job)
    case 'verify':
      return verify(job)
    case 'check':
      return check(job)
  }
}

type Job<K extends StoreJob['kind']> = Extract<StoreJob, { kind: K }>

/**
 * Copies one committed state of a store that is in use to `target`, encrypted by the same key and compacted (nothing deleted
 * lives on in it), and opens the copy to see that it is whole. Errors: `store.damaged`, `store.disk_full`.
 */
function copy({ path, key, target }: Job<'copy'>): StoreJobResults['copy'] {
  using source = openDatabase(path, key, { readonly: true })
  const before = rowCounts(source)
  source.prepare('VACUUM INTO ?').run(target)
  const after = rowCounts(source)
  const summary = verify({ kind: 'verify', path: target, key })
  // A full-text index merges its own rows at any write: their count proves nothing.
  const indexes = indexTables(source)
  const own = Object.entries(summary.rows).filter(([table]) => !indexes.has(table) && !ofVectorIndex.has(table))
  for (const [table, rows] of own) {
    const counts = [before[table] ?? rows, after[table] ?? rows]
    if (rows < Math.min(...counts) || rows > Math.max(...counts)) throw new AppError(storeError.damaged, { table })
  }
  syncFile(target)
  return { ...summary, size_bytes: statSync(target).size }
}

/** They come and go while the index is tended: what they hold is made from `vectors`, which is compared. */
const ofVectorIndex = new Set([
  'loose_vectors',
  'vector_builds',
  'vector_centroids',
  'vector_codes',
  'vector_directions',
  'vector_lists',
])

/** Reads every page, and compares indexes with their tables as far as that is quick. Errors: `store.damaged`. */
function verify({ path, key }: Job<'verify'>): StoreSummary {
  using db = openDatabase(path, key, { readonly: true })
  const problems = quickCheck(db)
  if (problems.length > 0) throw new AppError(storeError.damaged, { problems })
  return summarise(db)
}

function check({ path, key }: Job<'check'>): StoreJobResults['check'] {
  using db = openDatabase(path, key, { readonly: true })
  const problems = findProblems(db)
  if (problems.length > 0) return { problems, unreadable: [] }
  return { problems, unreadable: [...unreadableRows(db, 'conversations'), ...unreadableRows(db, 'messages')] }
}

/** A page that cannot be read ends the check; the rest of the file is then unknown. */
function findProblems(db: ReadDb): readonly string[] {
  try {
    return quickCheck(db)
  } catch (error) {
    if (isStoreFault(error, storeError.damaged)) return ['a page cannot be read']
    throw error
  }
}

const quickCheck = (db: ReadDb): string[] =>
  db
    .prepare<[], string>('PRAGMA quick_check')
    .pluck()
    .all()
    .filter((line) => line !== 'ok')

const schemas = { conversations: conversationRow, messages: messageRow } as const

function* unreadableRows(db: ReadDb, table: UnreadableRow['table']): Generator<UnreadableRow> {
  for (const row of db.prepare<[], { id: string }>(`SELECT * FROM ${table}`).iterate()) {
    const { error } = schemas[table].safeParse(row)
    // The fields, never what they hold.
    if (error) yield { table, id: row.id, reason: [...new Set(error.issues.map(({ path }) => String(path[0])))].join(', ') }
  }
}
