import type { ReadDb } from '../db/database.ts'

export interface VectorChanges {
  /** Passages whose vector came, changed or went since the last call; `unknown` when all has to be read anew. */
  take(): readonly number[] | 'unknown'
}

const noted = 'temp.vector_changes'
/** More than this is read anew faster than row by row. */
const mostChanges = 5_000

/**
 * Follows the vectors whoever writes them: triggers of this connection note every row that changes, in the transaction that
 * changes it, deletions by cascade among them. They live in the temporary schema, so the file knows nothing of them.
 */
export function createVectorChanges(db: ReadDb): VectorChanges {
  let seen = 0
  return {
    take() {
      // A store that was replaced by a backup comes without them.
      if (!isFollowing(db)) {
        follow(db)
        seen = 0
        return 'unknown'
      }
      const rows = db
        .prepare<[number, number], { n: number; passage: number }>(
          `SELECT n, passage FROM ${noted} WHERE n > ? ORDER BY n LIMIT ?`,
        )
        .all(seen, mostChanges + 1)
      if (rows.length > mostChanges) {
        seen = db.prepare<[], number>(`SELECT max(n) FROM ${noted}`).pluck().get() ?? seen
        return 'unknown'
      }
      seen = rows.at(-1)?.n ?? seen
      return rows.map(({ passage }) => passage)
    },
  }
}

const isFollowing = (db: ReadDb): boolean =>
  db.prepare("SELECT 1 FROM sqlite_temp_schema WHERE name = 'vector_changes'").get() !== undefined

function follow(db: ReadDb): void {
  db.prepare(`CREATE TABLE ${noted} (n INTEGER PRIMARY KEY AUTOINCREMENT, passage INTEGER NOT NULL)`).run()
  for (const [event, row] of [
    ['INSERT', 'new'],
    ['UPDATE', 'new'],
    ['DELETE', 'old'],
  ]) {
    db.prepare(`
      CREATE TRIGGER temp.vector_changes_${event} AFTER ${event} ON main.vectors BEGIN
        INSERT INTO vector_changes (passage) VALUES (${row}.passage);
        DELETE FROM vector_changes WHERE n <= last_insert_rowid() - ${mostChanges * 4};
      END
    `).run()
  }
}
