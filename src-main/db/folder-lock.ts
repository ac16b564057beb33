import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * One core per data folder. The lock is SQLite's own on a file of its own: the system frees it with the process, also after
 * `kill -9`, on every platform, which a file with a process id in it does not do. Undefined when another core holds it.
 */
export function lockFolder(folder: string): Disposable | undefined {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = new Database(join(folder, 'core.lock'), { timeout: 0 })
  try {
    file.pragma('locking_mode = EXCLUSIVE')
    file.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    file.close()
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') return undefined
    throw error
  }
  return { [Symbol.dispose]: () => void file.close() }
}
