import type { ReadDb } from './database.ts'
import { type AppliedMigration, appliedMigrations } from './migrate.ts'

/** What is in a store file, counted. */
export interface StoreSummary {
  readonly migrations: readonly AppliedMigration[]
  /** Rows of every table, those of the full-text index included. */
  readonly rows: Readonly<Record<string, number>>
  /** The newest change of a chat. */
  readonly newest_at: number | null
}

export function summarise(db: ReadDb): StoreSummary {
  const rows = rowCounts(db)
  return { migrations: appliedMigrations(db), rows, newest_at: 'messages' in rows ? newestChange(db) : null }
}

export function rowCounts(db: ReadDb): Record<string, number> {
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")
    .pluck()
    .all()
  const count = (table: string): number => db.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get() ?? 0
  return Object.fromEntries(tables.map((table) => [table, count(table)]))
}

/** What a full-text index keeps for itself; it may merge rows at any write. */
export const indexTables = (db: ReadDb): ReadonlySet<string> =>
  new Set(db.prepare<[], string>("SELECT name FROM pragma_table_list WHERE type = 'shadow'").pluck().all())

const newestChange = (db: ReadDb): number | null =>
  db
    .prepare<[], number | null>(
      'SELECT max(at) FROM (SELECT max(updated_at) AS at FROM conversations UNION ALL SELECT max(updated_at) FROM messages)',
    )
    .pluck()
    .get() ?? null
