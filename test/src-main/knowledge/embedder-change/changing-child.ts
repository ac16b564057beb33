// Imports a folder, changes the embedder and has the old vectors removed; kills itself at the commit it is told to, counted from the
// change on: node changing-child.ts STORE FOLDER COMMIT WHEN
import { dirname } from 'node:path'
import { maintain } from '../../../../src-main/search/vectors/maintain.ts'
import { openChanging } from '../../../helpers/changing-knowledge.ts'
import { openMortalDb } from '../../../helpers/mortal-db.ts'

const [store = '', folder = '', commit = '', when = ''] = process.argv.slice(2)
const { db, isNew, countFromNow } = openMortalDb(store, { commit: Number(commit), when })
if (!isNew) countFromNow()

// Its hour of grace is over long ago.
const knowledge = openChanging({ folder: dirname(store), db, chosen: isNew ? 'first' : 'second', now: () => 0 })
if (isNew) {
  await knowledge.importAll([folder])
  countFromNow()
}
knowledge.choose('second')
await knowledge.change.idle()
await knowledge.importer.idle()
await maintain(db, new AbortController().signal)
await knowledge[Symbol.asyncDispose]()
