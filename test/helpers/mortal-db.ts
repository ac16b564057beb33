import { existsSync } from 'node:fs'
import { type Db, openDatabase } from '../../src-main/db/database.ts'
import { applyMigrations } from '../../src-main/db/migrate.ts'
import { readMigrations } from '../../src-main/db/migration-files.ts'
import { migrationsFolder } from './test-db.ts'

export interface MortalDb {
  readonly db: Db
  /** Whether the store was made now. */
  readonly isNew: boolean
  /** Commits are counted from here on; before, nothing is killed. */
  countFromNow(): void
}

export interface Death {
  /** The number of the commit, the first is 1. */
  readonly commit: number
  /** In the transaction, or right behind its commit. */
  readonly when: string
}

/** A store of a child that kills itself at the commit it is told to. */
export function openMortalDb(path: string, { commit, when }: Death): MortalDb {
  const isNew = !existsSync(path)
  const opened = openDatabase(path, '0'.repeat(64))
  if (isNew) applyMigrations(opened, readMigrations(migrationsFolder), Date.now)
  const kill = () => process.kill(process.pid, 'SIGKILL')
  const seen = { commits: Number.NEGATIVE_INFINITY }
  const db: Db = {
    ...opened,
    transact(work, options) {
      seen.commits += 1
      const isLast = seen.commits === commit
      const result = opened.transact((tx) => {
        const done = work(tx)
        if (isLast && when === 'before') kill()
        return done
      }, options)
      if (isLast) kill()
      return result
    },
    [Symbol.dispose]: () => opened[Symbol.dispose](),
  }
  return {
    db,
    isNew,
    countFromNow() {
      seen.commits = 0
    },
  }
}
