import Database from 'better-sqlite3'
import { storeError } from '../../src-shared/desktop/app.ts'
import type { Change } from '../../src-shared/desktop/changes.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { createChangeFeed } from './change-feed.ts'
import { createStatementCache } from './statement-cache.ts'
import { isStoreFault, storeFault } from './store-fault.ts'

declare const inTransaction: unique symbol

/** Reads. Any code may hold one. */
export type ReadDb = Pick<Database.Database, 'prepare'>

/** Writes. Only `transact` makes one, so a write outside a transaction does not compile. */
export interface WriteDb extends ReadDb {
  readonly [inTransaction]: true
  /** Tells the change feed what happened to a row; it is heard after the commit, never before, never after a rollback. */
  tell(change: Change): void
}

export interface TransactOptions {
  /** The work frees space (delete, export): on a full disk the reserve is given up and the work tried once more. */
  readonly freesSpace?: boolean
}

export interface Db extends ReadDb, Disposable {
  /**
   * Runs `work` in one transaction; the change feed fires after the commit. Inside another transaction it joins: its writes
   * and what it told are undone when it throws, and commit with the outer one. Errors: `storeError`, and what `work` throws.
   */
  transact<T>(work: (tx: WriteDb) => T, options?: TransactOptions): T
  /** Hears every committed change, in order. Returns the way to stop. */
  watch(listener: (changes: readonly Change[]) => void): () => void
}

/** What opening, migrating and restoring need beyond `Db`. Features never see it. */
export interface StoreDb extends Db {
  exec(sql: string): void
  /** The pragma's single value. */
  pragma(source: string): unknown
  /** Moves what is only in the log into the file. Closing does that too, but says nothing when it fails. Errors: `storeError`. */
  emptyLog(): void
  /** Closes the file, lets `swap` put another in its place, and opens that. Statements prepared before are dead. */
  replaceFile(swap: () => void): void
}

export interface OpenOptions {
  readonly readonly?: boolean
  /** Hears what a change listener threw. By default it surfaces as an uncaught error. */
  readonly report?: (error: unknown) => void
  /** Gives up the reserve; true when that freed something. */
  readonly freeSpace?: () => boolean
}

/**
 * Opens (or creates) the encrypted file. `key` is 32 bytes as 64 hex digits; null opens an unencrypted store for tests.
 * A wrong key and a damaged first page look alike: `storeError.damaged`.
 */
export function openDatabase(path: string, key: string | null, options: OpenOptions = {}): StoreDb {
  return wrap(() => connect(path, key, options.readonly ?? false), options)
}

function connect(path: string, key: string | null, readonly: boolean): Database.Database {
  const raw = new Database(path, { readonly, fileMustExist: readonly, timeout: 5000 })
  try {
    if (key !== null) unlock(raw, key)
    configure(raw, readonly)
    return raw
  } catch (error) {
    raw.close()
    throw error
  }
}

/** The key is random, so it is used as it is: deriving one from it would cost 35 ms at every start. */
function unlock(raw: Database.Database, key: string): void {
  if (!/^[0-9a-f]{64}$/.test(key)) throw new TypeError('a database key is 64 hex digits')
  raw.pragma("cipher = 'aegis'")
  raw.pragma(`key = 'raw:${key}'`)
}

function configure(raw: Database.Database, readonly: boolean): void {
  // Counts for a new file only. Postings of the vector index read half as fast again as with 4 KB.
  raw.pragma('page_size = 16384')
  raw.prepare('SELECT count(*) FROM sqlite_schema').get()
  // The cipher does not reach temporary files: a large sort would put the words there as they are.
  raw.pragma('temp_store = MEMORY')
  raw.pragma('foreign_keys = ON')
  if (readonly) return
  raw.pragma('journal_mode = WAL')
  raw.pragma('synchronous = FULL')
  raw.pragma('secure_delete = ON')
  raw.pragma('journal_size_limit = 33554432')
}

function wrap(open: () => Database.Database, { report = surface, freeSpace = () => false }: OpenOptions): StoreDb {
  let raw = attempt(open)
  const statements = createStatementCache((sql) => raw.prepare(sql), storeFault)
  const prepare = ((sql: string) => statements.prepare(sql)) as ReadDb['prepare']
  const feed = createChangeFeed(report)
  const told: Change[] = []
  const tell = (change: Change): void => {
    if (!raw.inTransaction) throw new Error('tell was called after its transaction')
    told.push(change)
  }
  const tx = { prepare, tell } as unknown as WriteDb

  function transactOnce<T>(work: (tx: WriteDb) => T): T {
    const before = told.length
    try {
      const result = raw.transaction(() => work(tx)).immediate()
      if (!raw.inTransaction) feed.publish(told.splice(0))
      return result
    } catch (error) {
      told.length = Math.min(told.length, before)
      throw storeFault(error)
    }
  }

  return {
    prepare,
    transact(work, { freesSpace = false } = {}) {
      try {
        return transactOnce(work)
      } catch (error) {
        if (!freesSpace || raw.inTransaction || !isStoreFault(error, storeError.diskFull) || !freeSpace()) throw error
        return transactOnce(work)
      }
    },
    watch: feed.watch,
    exec: (sql) => attempt(() => void raw.exec(sql)),
    pragma: (source) => attempt(() => raw.pragma(source, { simple: true })),
    emptyLog: () => attempt(() => emptyLog(raw)),
    replaceFile(swap) {
      statements.clear()
      attempt(() => emptyLog(raw))
      close(raw)
      try {
        swap()
      } finally {
        raw = attempt(open)
      }
    },
    [Symbol.dispose]() {
      statements.clear()
      close(raw)
    },
  }
}

/** What is only in the log would be lost with it. */
function emptyLog(raw: Database.Database): void {
  const busy = raw.pragma('wal_checkpoint(TRUNCATE)', { simple: true })
  if (busy !== 0) throw new AppError(storeError.busy, { reason: 'the log is being read' })
}

function close(raw: Database.Database): void {
  if (!raw.open) return
  try {
    if (!raw.readonly) raw.pragma('wal_checkpoint(TRUNCATE)')
  } catch {
    // On a full disk the log stays beside the file and is read at the next start: nothing is lost by not emptying it now.
  } finally {
    raw.close()
  }
}

function surface(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}

function attempt<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw storeFault(error)
  }
}
