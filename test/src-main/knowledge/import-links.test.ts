import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { listDocuments } from '../../../src-main/knowledge/documents.ts'
import { listJobs } from '../../../src-main/knowledge/import-jobs.ts'
import { type KnowledgeFixture, openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const documentsOf = ({ db }: KnowledgeFixture) => listDocuments(db, { limit: 100, offset: 0 }).items

function write(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

test('a folder that links to itself is walked once', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })
  const folder = write(join(temp.path, 'files'), { 'a.md': 'alpha', 'sub/b.md': 'beta' })
  symlinkSync(folder, join(folder, 'sub', 'again'))

  await knowledge.importAll([folder, join(folder, 'sub')])

  expect(documentsOf(knowledge).map(({ name }) => name)).toEqual(['a.md', 'b.md'])
})

test('what lies in a folder and cannot be looked at is told of: it was passed over in silence', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })
  const folder = write(join(temp.path, 'files'), { 'a.md': 'alpha' })
  symlinkSync(join(temp.path, 'nowhere.md'), join(folder, 'link.md'))

  await knowledge.importAll([folder])

  expect(documentsOf(knowledge).map(({ name, status }) => `${name} ${status}`)).toEqual(['a.md ready', 'link.md failed'])
  expect(listJobs(knowledge.db)).toMatchObject([{ status: 'done', total: 2, done: 1, failed: 1 }])
})
