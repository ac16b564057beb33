import Database from 'better-sqlite3'
import type { Change } from '../../src-shared/desktop/changes.ts'

declare const inTransaction: unique symbol

/** Reads. Any code may hold one. */
export type ReadDb = Pick<Database.Database, 'prepare'>

/** Writes. Only `transact` makes one, so a write outside a transaction does not compile. */
export interface WriteDb extends ReadDb {
  readonly [inTransaction]: true
  /** Tells the change feed what happened to a row; it is heard after the commit, never before, never after a rollback. */
  tell(change: Change): void
}

export interface Db extends ReadDb, Disposable {
  /** Runs `work` in one transaction; the change feed fires after the commit. */
  transact<T>(work: (tx: WriteDb) => T): T
  /** Hears every committed change, in order. Returns the way to stop. */
  watch(listener: (changes: readonly Change[]) => void): () => void
}

/** Opens (or creates) the encrypted file. `key` is 32 bytes as 64 hex digits; null opens an unencrypted store in memory for tests. */
export function openDatabase(path: string, key: string | null): Db {
  const db = new Database(path)
  if (key !== null) {
    db.pragma("cipher = 'aegis'")
    db.pragma(`hexkey = '${key}'`)
  }
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  return wrap(db)
}

function wrap(db: Database.Database): Db {
  const listeners = new Set<(changes: readonly Change[]) => void>()
  return {
    prepare: db.prepare.bind(db),
    transact(work) {
      const told: Change[] = []
      const tx = { prepare: db.prepare.bind(db), tell: (change: Change) => void told.push(change) } as unknown as WriteDb
      const result = db.transaction(() => work(tx)).immediate()
      if (told.length > 0) for (const listener of listeners) listener(told)
      return result
    },
    watch(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    [Symbol.dispose]: () => void db.close(),
  }
}
