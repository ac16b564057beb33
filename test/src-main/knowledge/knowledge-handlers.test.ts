import { randomUUIDv7 } from 'node:crypto'
import { realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { resources } from '../../../src-main/core/resources.ts'
import { createCollectionHandlers } from '../../../src-main/knowledge/collection-handlers.ts'
import { createDocumentHandlers } from '../../../src-main/knowledge/document-handlers.ts'
import { knowledgeError } from '../../../src-shared/desktop/knowledge.ts'
import { openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { linesAt, writePdf } from './parse/write-pdf.ts'

const { signal } = new AbortController()

function openHandlers(folder: string) {
  const knowledge = openKnowledge({ folder })
  const openPath = async (path: string): Promise<void> => void openedPaths.push(path)
  const openedPaths: string[] = []
  const deps = { ...knowledge, now: () => 7, samplesFolder: resources.samples, openPath }
  return {
    ...knowledge,
    openedPaths,
    collections: createCollectionHandlers(deps),
    documents: createDocumentHandlers(deps),
    [Symbol.asyncDispose]: () => knowledge[Symbol.asyncDispose](),
  }
}

test('a collection and its journal entry are committed together; a taken name is refused in any case', async () => {
  using temp = tempFolder()
  await using opened = openHandlers(temp.path)
  const id = randomUUIDv7()

  expect(opened.collections.create({ id, name: 'Work' }, signal)).toMatchObject({ id, name: 'Work' })

  const again = () => opened.collections.create({ id: randomUUIDv7(), name: 'WORK' }, signal)
  expect(again).toThrow(expect.objectContaining({ code: knowledgeError.collectionNameTaken }))
  const entries = opened.db.prepare('SELECT kind, op FROM journal WHERE entity_id = ?').all(id)
  expect(entries).toEqual([{ kind: 'collection', op: 'put' }])
})

test('removing a collection removes its documents and all that was made of them, and leaves the files', async () => {
  using temp = tempFolder()
  await using opened = openHandlers(temp.path)
  writeFileSync(join(temp.path, 'a.md'), 'alpha')
  await opened.importAll([join(temp.path, 'a.md')])

  await opened.collections.remove({ id: opened.collectionId }, signal)

  for (const table of ['collections', 'documents', 'document_texts', 'passages', 'vectors', 'import_jobs']) {
    expect(opened.db.prepare(`SELECT count(*) AS rows FROM ${table}`).get(), table).toEqual({ rows: 0 })
  }
  expect(opened.db.prepare("SELECT op FROM journal WHERE kind = 'document' ORDER BY n").pluck().all()).toEqual(['put', 'remove'])
})

test('the journal never tells where a document lies on this machine', async () => {
  using temp = tempFolder()
  await using opened = openHandlers(temp.path)
  writeFileSync(join(temp.path, 'a.md'), 'alpha')

  await opened.importAll([join(temp.path, 'a.md')])

  const args = opened.db.prepare<[], string>("SELECT args FROM journal WHERE kind = 'document'").pluck().get() ?? ''
  expect(args).toContain('a.md')
  expect(args).not.toContain(temp.path)
})

test('reading tells whether the file is still the one that was read', async () => {
  using temp = tempFolder()
  await using opened = openHandlers(temp.path)
  const path = join(temp.path, 'a.md')
  writeFileSync(path, 'alpha beta')
  await opened.importAll([path])
  const [document] = (await opened.documents.list({ limit: 10, offset: 0 }, signal)).items
  const read = () => opened.documents.read({ id: document?.id ?? '', start: 6, end: 10 }, signal)
  expect(await read()).toMatchObject({ text: 'beta', start: 6, original: 'unchanged' })

  writeFileSync(path, 'alpha BETA')
  expect(await read()).toMatchObject({ text: 'beta', original: 'changed' })

  rmSync(path)
  expect(await read()).toMatchObject({ text: 'beta', original: 'missing' })
})

test('a failed document is read again when it is asked for', async () => {
  using temp = tempFolder()
  await using opened = openHandlers(temp.path)
  const path = join(temp.path, 'a.md')
  writeFileSync(path, '')
  await opened.importAll([path])
  const [failed] = (await opened.documents.list({ limit: 10, offset: 0 }, signal)).items
  expect(failed).toMatchObject({ status: 'failed' })

  writeFileSync(path, 'alpha')
  await opened.documents.retry({ id: failed?.id ?? '' }, signal)
  await opened.importer.idle()

  expect(opened.documents.get({ id: failed?.id ?? '' }, signal)).toMatchObject({ status: 'ready', fault: null })
})

test('what is unknown is refused with its code', async () => {
  using temp = tempFolder()
  await using opened = openHandlers(temp.path)
  const id = randomUUIDv7()

  expect(() => opened.documents.get({ id }, signal)).toThrow(expect.objectContaining({ code: knowledgeError.unknownDocument }))
  expect(() => opened.documents.stopJob({ id }, signal)).toThrow(expect.objectContaining({ code: knowledgeError.unknownJob }))
  expect(() => opened.documents.import({ job_id: id, collection_id: id, paths: ['/x'] }, signal)).toThrow(
    expect.objectContaining({ code: knowledgeError.unknownCollection }),
  )
  const { collectionId } = opened
  await expect(
    opened.documents.import({ job_id: id, collection_id: collectionId, paths: [join(temp.path, 'gone.md')] }, signal),
  ).rejects.toMatchObject({ code: knowledgeError.unreadablePath })
})

test('reading again takes up only what has changed on the disk since', async () => {
  using temp = tempFolder()
  await using opened = openHandlers(temp.path)
  const [changed, same] = [join(temp.path, 'a.md'), join(temp.path, 'b.md')]
  writeFileSync(changed, 'alpha')
  writeFileSync(same, 'beta')
  await opened.importAll([changed, same])
  writeFileSync(changed, 'gamma')

  const job = await opened.documents.reread({ job_id: randomUUIDv7(), collection_id: opened.collectionId }, signal)
  await opened.importer.idle()

  expect((await opened.documents.jobs(undefined, signal)).find(({ id }) => id === job.id)).toMatchObject({
    ...{ status: 'done', total: 2, done: 2, unchanged: 1, failed: 0 },
  })
  const texts = opened.db.prepare('SELECT text FROM passages ORDER BY text').pluck().all()
  expect(texts).toEqual(['beta', 'gamma'])
})

test('the passages of a document come page by page, in its order', async () => {
  using temp = tempFolder()
  await using opened = openHandlers(temp.path)
  const path = join(temp.path, 'long.md')
  const sections = Array.from({ length: 7 }, (_, index) => `# Part ${index}\n\n${`word${index} `.repeat(200)}`)
  writeFileSync(path, sections.join('\n\n'))
  await opened.importAll([path])
  const {
    items: [document],
  } = await opened.documents.list({ limit: 10, offset: 0 }, signal)
  const id = document?.id ?? ''

  const first = await opened.documents.passages({ id, limit: 3, offset: 0 }, signal)
  const last = await opened.documents.passages({ id, limit: 200, offset: 3 }, signal)

  expect(first.total).toBe(document?.passages)
  expect([...first.items, ...last.items].map(({ position }) => position)).toEqual(
    Array.from({ length: first.total }, (_, index) => index),
  )
  expect(first.items).toHaveLength(3)
})

test('the samples come into one collection however often they are added, and point to no file of the app', async () => {
  using temp = tempFolder()
  await using opened = openHandlers(temp.path)
  const add = () => opened.collections.addSamples({ id: randomUUIDv7(), name: 'Samples', job_id: randomUUIDv7() }, signal)
  const first = await add()
  await opened.importer.idle()
  const again = await add()
  await opened.importer.idle()

  expect(again.id).toBe(first.id)
  const { items } = await opened.documents.list({ collection_id: first.id, limit: 10, offset: 0 }, signal)
  expect(items.map(({ name, path, status }) => ({ name, path, status })).toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    { name: 'Letter from the landlord.txt', path: null, status: 'ready' },
    { name: 'Pump manual.md', path: null, status: 'ready' },
    { name: 'Reisekosten.html', path: null, status: 'ready' },
  ])
})

test('a document is opened by its id, where its file lies; without a file it is said to be gone', async () => {
  using temp = tempFolder()
  await using opened = openHandlers(temp.path)
  const path = join(temp.path, 'a.md')
  writeFileSync(path, 'alpha beta')
  await opened.importAll([path])
  const [document] = (await opened.documents.list({ limit: 10, offset: 0 }, signal)).items
  const open = () => opened.documents.openOriginal({ id: document?.id ?? '' }, signal)

  await open()
  expect(opened.openedPaths).toEqual([realpathSync(path)])

  rmSync(path)
  await expect(open()).rejects.toEqual(expect.objectContaining({ code: knowledgeError.originalMissing }))
  expect(opened.openedPaths).toHaveLength(1)
})

test('of a PDF the pages and their text are told; of all else there are none', async () => {
  using temp = tempFolder()
  await using opened = openHandlers(temp.path)
  writeFileSync(join(temp.path, 'a.md'), 'alpha')
  writeFileSync(join(temp.path, 'b.pdf'), writePdf([linesAt(['alpha one']), linesAt(['beta two'])]))
  await opened.importAll([join(temp.path, 'a.md'), join(temp.path, 'b.pdf')])
  const [text, pdf] = (await opened.documents.list({ limit: 10, offset: 0 }, signal)).items.map(({ id }) => id)

  expect(await opened.documents.pages({ id: text ?? '' }, signal)).toEqual([])
  expect(await opened.documents.pages({ id: pdf ?? '' }, signal)).toEqual([
    { page: 1, start: 0, end: 9 },
    { page: 2, start: 11, end: 19 },
  ])
  expect(await opened.documents.pageText({ id: pdf ?? '', page: 2 }, signal)).toBe('beta two')
  expect(await opened.documents.pageText({ id: pdf ?? '', page: 3 }, signal)).toBe('')
})
