import { randomUUIDv7 } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listDocuments } from '../../../src-main/knowledge/documents.ts'
import { listJobs } from '../../../src-main/knowledge/import-jobs.ts'
import { listPassages } from '../../../src-main/knowledge/passages.ts'
import { type KnowledgeFixture, openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const { signal } = new AbortController()

const documentsOf = ({ db }: KnowledgeFixture) => listDocuments(db, { limit: 100, offset: 0 }).items
const vectorsOf = ({ db }: KnowledgeFixture) => db.prepare<[], number>('SELECT count(*) FROM vectors').pluck().get()

const rowsOf = ({ db }: KnowledgeFixture, table: string) =>
  db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).all()

const section = (title: string, words: string) => `## ${title}\n\n${`${words} `.repeat(30)}\n\n`

const aborted = (given: AbortSignal): Promise<never> =>
  new Promise((_, reject) => given.addEventListener('abort', () => reject(given.reason)))

test('files that come one by one into the same job are counted together', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })
  const { importer, collectionId } = knowledge
  const jobId = randomUUIDv7()
  const add = (name: string) =>
    importer.importBytes({ jobId, collectionId }, { name, bytes: new TextEncoder().encode(section('One', name)) })

  await add('a.md')
  await importer.idle()
  await Promise.all(['b.md', 'c.md', 'd.md'].map(add))
  await importer.idle()

  expect(listJobs(knowledge.db)).toMatchObject([{ status: 'done', total: 4, done: 4, failed: 0 }])
})

test('while the store is another’s nothing is read or written; the document in hand comes again, whole', async () => {
  using temp = tempFolder()
  const begun = Promise.withResolvers<void>()
  let waits = true
  const embedder = {
    load: async () => ({ max_tokens: 384 }),
    count: async (texts: readonly string[]) => texts.map((text) => Math.ceil(text.length / 4)),
    async *embed(texts: readonly string[], given: AbortSignal) {
      begun.resolve()
      if (waits) await aborted(given)
      for (const text of texts) yield Float32Array.from({ length: 384 }, (_, at) => (at === text.length % 384 ? 1 : 0))
    },
    embedQuery: async () => new Float32Array(384),
  }
  await using knowledge = openKnowledge({ folder: temp.path, embedder })
  const { db, importer, collectionId } = knowledge
  const folder = join(temp.path, 'files')
  mkdirSync(folder)
  writeFileSync(join(folder, 'a.md'), section('One', 'alpha'))
  writeFileSync(join(folder, 'b.md'), section('Two', 'beta'))
  await importer.importPaths({ jobId: randomUUIDv7(), collectionId }, [folder], signal)
  await begun.promise

  const [before, after] = await importer.alone(async () => {
    const stored = () =>
      ['documents', 'document_texts', 'passages', 'vectors', 'import_jobs'].map((table) => rowsOf(knowledge, table))
    waits = false
    const found = stored()
    importer.wake()
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
    return [found, stored()]
  })
  const unfinished = before?.[0]?.map(({ status }) => status)
  await importer.idle()

  expect(after).toEqual(before)
  expect(unfinished).not.toContain('ready')
  expect(listJobs(db)).toMatchObject([{ status: 'done', total: 2, done: 2, failed: 0 }])
  expect(documentsOf(knowledge).map(({ status, fault }) => [status, fault])).toEqual([
    ['ready', null],
    ['ready', null],
  ])
  expect(vectorsOf(knowledge)).toBe(documentsOf(knowledge).flatMap(({ id }) => listPassages(db, id)).length)
})
