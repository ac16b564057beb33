// Imports a folder, changes the embedder and has the old vectors removed; kills itself at the commit it is told to, counted from the
// change on: node changing-child.ts STORE FOLDER COMMIT WHEN
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Db, openDatabase } from '../../../../src-main/db/database.ts'
import { applyMigrations } from '../../../../src-main/db/migrate.ts'
import { readMigrations } from '../../../../src-main/db/migration-files.ts'
import { maintain } from '../../../../src-main/search/vectors/maintain.ts'
import { openChanging } from '../../../helpers/changing-knowledge.ts'
import { migrationsFolder } from '../../../helpers/test-db.ts'

const [store = '', folder = '', commit = '', when = ''] = process.argv.slice(2)
const isNew = !existsSync(store)
const opened = openDatabase(store, '0'.repeat(64))
if (isNew) applyMigrations(opened, readMigrations(migrationsFolder), Date.now)

const kill = () => process.kill(process.pid, 'SIGKILL')
const seen = { commits: isNew ? Number.NEGATIVE_INFINITY : 0 }
const db: Db = {
  ...opened,
  transact(work, options) {
    seen.commits += 1
    const isLast = seen.commits === Number(commit)
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

// Its hour of grace is over long ago.
const knowledge = openChanging({ folder: dirname(store), db, chosen: isNew ? 'first' : 'second', now: () => 0 })
if (isNew) {
  await knowledge.importAll([folder])
  seen.commits = 0
}
knowledge.choose('second')
await knowledge.change.idle()
await knowledge.importer.idle()
await maintain(db, new AbortController().signal)
await knowledge[Symbol.asyncDispose]()
