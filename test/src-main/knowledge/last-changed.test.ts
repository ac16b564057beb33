import { unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listDocuments } from '../../../src-main/knowledge/documents.ts'
import { openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

test('a document was last changed when its text was: one that is read again as it was, or not at all, keeps its time', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })
  const fileAt = (name: string): string => join(temp.path, name)
  const paths = ['a.md', 'b.md', 'c.md'].map(fileAt)
  for (const path of paths) writeFileSync(path, 'alpha')
  await knowledge.importAll(paths)
  knowledge.db.transact((tx) => tx.prepare('UPDATE documents SET updated_at = 5').run())

  writeFileSync(fileAt('b.md'), 'alpha and more')
  unlinkSync(fileAt('c.md'))
  await knowledge.importAll(paths)

  const { items } = listDocuments(knowledge.db, { limit: 10, offset: 0 })
  expect(items.map(({ name, status, updated_at: at }) => [name, status, at > 5])).toEqual([
    ['a.md', 'ready', false],
    ['b.md', 'ready', true],
    ['c.md', 'failed', false],
  ])
})
