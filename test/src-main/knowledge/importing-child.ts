// Imports a folder into a store file and kills itself at the commit it is told to: node importing-child.ts STORE FOLDER COMMIT WHEN
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Db, openDatabase } from '../../../src-main/db/database.ts'
import { applyMigrations } from '../../../src-main/db/migrate.ts'
import { readMigrations } from '../../../src-main/db/migration-files.ts'
import { openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { migrationsFolder } from '../../helpers/test-db.ts'

const [store = '', folder = '', commit = '', when = ''] = process.argv.slice(2)
const isNew = !existsSync(store)
const opened = openDatabase(store, '0'.repeat(64))
if (isNew) applyMigrations(opened, readMigrations(migrationsFolder), Date.now)

const kill = () => process.kill(process.pid, 'SIGKILL')
const seen = { commits: 0 }
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

const isQueued = opened.prepare("SELECT 1 FROM import_jobs WHERE status <> 'stopped'").get() !== undefined
await using knowledge = openKnowledge({ folder: dirname(store), db })
if (isQueued) {
  await knowledge.importer.recover()
  await knowledge.importer.idle()
} else await knowledge.importAll([folder])
