// Imports a folder into a store file and kills itself at the commit it is told to: node importing-child.ts STORE FOLDER COMMIT WHEN [again]
// With "again" a folder that is there already is imported once more.
import { dirname } from 'node:path'
import { openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { openMortalDb } from '../../helpers/mortal-db.ts'

const [store = '', folder = '', commit = '', when = '', again = ''] = process.argv.slice(2)
const { db, countFromNow } = openMortalDb(store, { commit: Number(commit), when })
countFromNow()

const isQueued =
  db.prepare(`SELECT 1 FROM import_jobs WHERE status ${again === '' ? "<> 'stopped'" : "= 'running'"}`).get() !== undefined
await using knowledge = openKnowledge({ folder: dirname(store), db })
if (isQueued) {
  await knowledge.importer.recover()
  await knowledge.importer.idle()
} else await knowledge.importAll([folder])
