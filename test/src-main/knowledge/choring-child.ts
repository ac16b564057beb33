// Removes one large document and renames another; kills itself at the commit it is told to, counted from then on:
// node choring-child.ts STORE FOLDER COMMIT WHEN
import { dirname } from 'node:path'
import { createDocumentChores } from '../../../src-main/knowledge/document-chores.ts'
import { listDocuments } from '../../../src-main/knowledge/documents.ts'
import { moveDocument } from '../../../src-main/knowledge/move-document.ts'
import { removeDocument } from '../../../src-main/knowledge/remove-document.ts'
import { openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { openMortalDb } from '../../helpers/mortal-db.ts'

const [store = '', folder = '', commit = '', when = ''] = process.argv.slice(2)
const { db, isNew, countFromNow } = openMortalDb(store, { commit: Number(commit), when })
await using knowledge = openKnowledge({ folder: dirname(store), db })
if (isNew) {
  await knowledge.importAll([folder])
  db.transact((tx) => {
    for (const { id, name } of listDocuments(db, { limit: 100, offset: 0 }).items) {
      if (name === 'removed.md') removeDocument(tx, id, 1)
      if (name === 'old.md') moveDocument(tx, id, { path: `${folder}/quarterly.md`, name: 'quarterly.md', at: 1 })
    }
  })
}
countFromNow()
await using chores = createDocumentChores({ db, onFault: (_, error) => void process.stderr.write(String(error)) })
chores.wake()
await chores.idle()
