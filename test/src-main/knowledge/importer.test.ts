import { randomUUIDv7 } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listDocuments } from '../../../src-main/knowledge/documents.ts'
import { listJobs } from '../../../src-main/knowledge/import-jobs.ts'
import { parseDocument } from '../../../src-main/knowledge/parse/parse-document.ts'
import { listPassages } from '../../../src-main/knowledge/passages.ts'
import { removeDocument } from '../../../src-main/knowledge/remove-document.ts'
import { knowledgeError } from '../../../src-shared/desktop/knowledge.ts'
import { parserError } from '../../../src-shared/engine/parser.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { type KnowledgeFixture, openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const { signal } = new AbortController()

const documentsOf = ({ db }: KnowledgeFixture) => listDocuments(db, { limit: 100, offset: 0 }).items
const vectorsOf = ({ db }: KnowledgeFixture) => db.prepare<[], number>('SELECT count(*) FROM vectors').pluck().get()

function write(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const aborted = (given: AbortSignal): Promise<never> =>
  new Promise((_, reject) => given.addEventListener('abort', () => reject(given.reason)))

const section = (title: string, words: string) => `## ${title}\n\n${`${words} `.repeat(30)}\n\n`

test('a folder becomes documents with passages that are exact slices of the kept text, each with a vector', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })

  await knowledge.importAll([
    write(join(temp.path, 'files'), { 'a.md': section('One', 'alpha beta'), 'deep/b.txt': 'gamma delta' }),
  ])

  const documents = documentsOf(knowledge)
  expect(documents.map(({ name, status }) => ({ name, status }))).toEqual([
    { name: 'a.md', status: 'ready' },
    { name: 'b.txt', status: 'ready' },
  ])
  const kept = knowledge.db.prepare<[string], string>('SELECT text FROM document_texts WHERE document_id = ?').pluck()
  const passages = documents.flatMap(({ id }) => listPassages(knowledge.db, id))
  for (const { document_id, start, end, text } of passages) expect(kept.get(document_id)?.slice(start, end)).toBe(text)
  expect(vectorsOf(knowledge)).toBe(passages.length)
  expect(listJobs(knowledge.db)).toMatchObject([{ status: 'done', total: 2, done: 2, failed: 0, unchanged: 0 }])
})

test('importing the same folder again reads nothing twice and counts it as unchanged', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })
  const folder = write(join(temp.path, 'files'), { 'a.md': 'alpha', 'b.md': 'beta' })
  await knowledge.importAll([folder])
  const before = [...knowledge.embedded]

  await knowledge.importAll([folder, join(folder, 'a.md')])

  expect(knowledge.embedded).toEqual(before)
  expect(documentsOf(knowledge)).toHaveLength(2)
  expect(listJobs(knowledge.db)[0]).toMatchObject({ status: 'done', total: 2, done: 2, unchanged: 2 })
})

test('text put in above moves passages without embedding them again; what is gone loses its vector', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })
  const folder = write(join(temp.path, 'files'), {
    'a.md': `# Manual\n\n${section('One', 'alpha beta')}${section('Two', 'gamma')}`,
  })
  await knowledge.importAll([folder])
  const [document] = documentsOf(knowledge)
  const before = listPassages(knowledge.db, document?.id ?? '')
  const embeddedBefore = knowledge.embedded.length

  write(folder, { 'a.md': `# Manual\n\n${section('Zero', 'new')}${section('Half', 'other')}${section('Two', 'gamma')}` })
  await knowledge.importAll([folder])

  const after = listPassages(knowledge.db, document?.id ?? '')
  const two = before.find(({ heading }) => heading.includes('Two'))
  expect(after.map(({ id }) => id)).toContain(two?.id)
  expect(after.find(({ id }) => id === two?.id)).toMatchObject({ position: 2 })
  expect(knowledge.embedded.slice(embeddedBefore)).toEqual([expect.stringContaining('new'), expect.stringContaining('other')])
  expect(vectorsOf(knowledge)).toBe(after.length)
})

test('a file that cannot be read fails with its code, and the others are imported', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })
  const folder = write(join(temp.path, 'files'), { 'a.pdf': 'this is no PDF', 'b.md': 'beta' })
  const gone = join(folder, 'gone.md')

  await knowledge.importAll([folder, gone])

  expect(documentsOf(knowledge).map(({ name, status, fault }) => [name, status, fault?.code])).toEqual([
    ['a.pdf', 'failed', expect.stringMatching(/^parser\./)],
    ['b.md', 'ready', undefined],
    ['gone.md', 'failed', knowledgeError.unreadablePath],
  ])
  expect(listJobs(knowledge.db)[0]).toMatchObject({ status: 'done', total: 3, done: 1, failed: 2 })
})

test('without an embedder nothing is queued', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path, embedderModel: () => undefined })
  const folder = write(join(temp.path, 'files'), { 'a.md': 'alpha' })

  await expect(knowledge.importAll([folder])).rejects.toMatchObject({ code: knowledgeError.noEmbedder })

  expect(documentsOf(knowledge)).toEqual([])
  expect(listJobs(knowledge.db)).toEqual([])
})

test('an embedder that fails stops the job and keeps its documents waiting; resuming goes on', async () => {
  using temp = tempFolder()
  let isBroken = true
  const embedder = {
    load: async () => {
      if (isBroken) throw new AppError('embedder.damaged', { file: 'onnx/model.onnx' })
      return { max_tokens: 384 }
    },
    count: async (texts: readonly string[]) => texts.map(() => 5),
    async *embed(texts: readonly string[]) {
      for (const _ of texts) yield Float32Array.of(1, 0)
    },
  }
  await using knowledge = openKnowledge({ folder: temp.path, embedder })
  await knowledge.importAll([write(join(temp.path, 'files'), { 'a.md': 'alpha', 'b.md': 'beta' })])
  const [job] = listJobs(knowledge.db)
  expect(job).toMatchObject({ status: 'stopped', total: 2, done: 0, failed: 0 })
  expect(documentsOf(knowledge)[0]?.fault).toMatchObject({ code: 'embedder.damaged' })

  isBroken = false
  knowledge.importer.resume(job?.id ?? '')
  await knowledge.importer.idle()

  expect(listJobs(knowledge.db)[0]).toMatchObject({ status: 'done', done: 2 })
  expect(documentsOf(knowledge).map(({ fault }) => fault)).toEqual([null, null])
})

test('a stopped job lets go of the document in hand at once and goes on from there when it is resumed', async () => {
  using temp = tempFolder()
  const reading = Promise.withResolvers<void>()
  let isHeld = true
  const parse: typeof parseDocument = async function* (request, given) {
    reading.resolve()
    if (isHeld) await aborted(given)
    yield* parseDocument(request, given)
  }
  await using knowledge = openKnowledge({ folder: temp.path, parse })
  const { importer, collectionId } = knowledge
  const folder = write(join(temp.path, 'files'), { 'a.md': 'alpha', 'b.md': 'beta' })
  const job = await importer.importPaths({ jobId: randomUUIDv7(), collectionId }, [folder], signal)
  await reading.promise

  expect(importer.stop(job.id)).toMatchObject({ status: 'stopped', total: 2, done: 0 })
  await importer.idle()
  isHeld = false
  importer.resume(job.id)
  await importer.idle()

  expect(listJobs(knowledge.db)).toMatchObject([{ status: 'done', done: 2, failed: 0 }])
})

test('a document that is removed while it is read stays removed, and its job ends', async () => {
  using temp = tempFolder()
  const reading = Promise.withResolvers<void>()
  const parse: typeof parseDocument = async function* (request, given) {
    reading.resolve()
    await aborted(given)
    yield* parseDocument(request, given)
  }
  await using knowledge = openKnowledge({ folder: temp.path, parse })
  const { importer, collectionId, db } = knowledge
  const folder = write(join(temp.path, 'files'), { 'a.md': 'alpha' })
  await importer.importPaths({ jobId: randomUUIDv7(), collectionId }, [folder], signal)
  await reading.promise

  db.transact((tx) => removeDocument(tx, documentsOf(knowledge)[0]?.id ?? '', 1))
  importer.rowsChanged()
  await importer.idle()

  expect(documentsOf(knowledge)).toEqual([])
  expect(listJobs(db)).toMatchObject([{ status: 'done', total: 0 }])
})

test('bytes are kept until they are read, then removed; the same bytes again are unchanged', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })
  const { importer, collectionId } = knowledge
  const add = async (text: string) => {
    const file = { name: 'note.md', bytes: new TextEncoder().encode(text) }
    await importer.importBytes({ jobId: randomUUIDv7(), collectionId }, file)
    await importer.idle()
  }

  await add('alpha')
  await add('alpha')

  expect(documentsOf(knowledge)).toMatchObject([{ name: 'note.md', path: null, status: 'ready' }])
  expect(readdirSync(join(temp.path, 'inbox'))).toEqual([])
  expect(listJobs(knowledge.db)[0]).toMatchObject({ done: 1, unchanged: 1 })
})

test('bytes of a document that nothing can read are not kept, and trying it again says to add it again; what went wrong stays', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })
  const { importer, collectionId } = knowledge
  const file = { name: 'letter.pdf', bytes: new TextEncoder().encode('this is no PDF') }
  await importer.importBytes({ jobId: randomUUIDv7(), collectionId }, file)
  await importer.idle()
  const [document] = documentsOf(knowledge)

  expect(readdirSync(join(temp.path, 'inbox'))).toEqual([])
  if (document === undefined) throw new Error('no document')
  await expect(importer.retry(document)).rejects.toMatchObject({ code: parserError.unreadable, data: { reason: 'missing' } })
  expect(documentsOf(knowledge)).toEqual([document])
  expect(document).toMatchObject({ status: 'failed', fault: { code: expect.stringMatching(/^parser\./) } })
})

test('bytes whose reading took too long are kept for another try, for their owner only', async () => {
  using temp = tempFolder()
  let isSlow = true
  const parse: typeof parseDocument = (request, given) => {
    if (isSlow) throw new AppError(parserError.timeout, { limit_ms: 1 })
    return parseDocument(request, given)
  }
  await using knowledge = openKnowledge({ folder: temp.path, parse })
  const { importer, collectionId } = knowledge
  const inbox = join(temp.path, 'inbox')
  mkdirSync(inbox, { mode: 0o755 })
  await importer.importBytes({ jobId: randomUUIDv7(), collectionId }, { name: 'a.md', bytes: new TextEncoder().encode('alpha') })
  await importer.idle()
  const [document] = documentsOf(knowledge)
  if (document === undefined) throw new Error('no document')
  const modes = [inbox, join(inbox, document.id)].map((path) => statSync(path).mode & 0o777)

  await importer.recover()
  isSlow = false
  await importer.retry(document)
  await importer.idle()

  expect(modes).toEqual([0o700, 0o600])
  expect(documentsOf(knowledge)).toMatchObject([{ status: 'ready' }])
})

test('bytes that an earlier version kept of a document nothing can read are swept away at the start', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })
  const { importer, collectionId } = knowledge
  const file = { name: 'letter.pdf', bytes: new TextEncoder().encode('this is no PDF') }
  await importer.importBytes({ jobId: randomUUIDv7(), collectionId }, file)
  await importer.idle()
  const inbox = write(join(temp.path, 'inbox'), { [documentsOf(knowledge)[0]?.id ?? '']: 'this is no PDF' })

  await importer.recover()

  expect(readdirSync(inbox)).toEqual([])
})

test('the model that documents are being read with is in use, and no longer once they are', async () => {
  using temp = tempFolder()
  const reading = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const parse: typeof parseDocument = async function* (request, given) {
    reading.resolve()
    await goOn.promise
    yield* parseDocument(request, given)
  }
  await using knowledge = openKnowledge({ folder: temp.path, parse })
  const { importer } = knowledge
  const running = knowledge.importAll([write(join(temp.path, 'files'), { 'a.md': 'alpha' })])
  await reading.promise

  expect([importer.isUsing('words'), importer.isUsing('others')]).toEqual([true, false])
  goOn.resolve()
  await running
  expect(importer.isUsing('words')).toBe(false)
})

test('a reading that was killed while the old passages were set aside is done again with none of them left, and their vectors kept', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })
  const folder = write(join(temp.path, 'files'), { 'a.md': `# M\n\n${section('One', 'alpha')}${section('Two', 'beta')}` })
  await knowledge.importAll([folder])
  const { db, embedded } = knowledge
  const before = embedded.length
  db.transact((tx) => {
    tx.prepare('UPDATE passages SET position = -1 - position').run()
    tx.prepare('DELETE FROM document_texts').run()
    tx.prepare('UPDATE documents SET content_hash = NULL').run()
  })

  write(folder, { 'a.md': `# M\n\n${section('One', 'alpha')}${section('Three', 'gamma')}` })
  await knowledge.importAll([folder])

  const passages = listPassages(db, documentsOf(knowledge)[0]?.id ?? '')
  expect(passages.map(({ position }) => position)).toEqual(passages.map((_, index) => index))
  const words = passages.map(({ text }) => text).join(' ')
  expect([words.includes('alpha'), words.includes('gamma'), words.includes('beta')]).toEqual([true, true, false])
  expect(embedded.slice(before).map((text) => text.includes('gamma'))).toEqual([true])
})

test('what a killed process left in the inbox without a row is swept away, what still waits is kept', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path, embedderModel: () => ({ id: 'words', path: '' }) })
  const inbox = join(temp.path, 'inbox')
  write(inbox, { orphan: 'left behind' })

  await knowledge.importer.recover()

  expect(existsSync(join(inbox, 'orphan'))).toBe(false)
})

test('another embedder in use: every passage gets a vector of it, and no file is read again', async () => {
  using temp = tempFolder()
  let model = { id: 'words', path: 'words' }
  await using knowledge = openKnowledge({ folder: temp.path, embedderModel: () => model })
  const folder = write(join(temp.path, 'files'), { 'a.md': 'alpha', 'b.md': 'beta' })
  await knowledge.importAll([folder])
  unlinkSync(join(folder, 'a.md'))

  model = { id: 'others', path: 'others' }
  knowledge.importer.embedMissing()
  await knowledge.importer.idle()

  const byEmbedder = 'SELECT embedder_id, size AS vectors FROM vector_spaces ORDER BY 1'
  expect(knowledge.db.prepare(byEmbedder).all()).toEqual([
    { embedder_id: 'others', vectors: 2 },
    { embedder_id: 'words', vectors: 2 },
  ])
})

test('progress is told a few times a second, whatever the number of files, and ends with the job done', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })
  let told = 0
  let last: unknown
  knowledge.db.watch((changes) => {
    const jobs = changes.filter(({ table }) => table === 'import_jobs')
    told += jobs.length
    last = jobs.at(-1)?.row ?? last
  })
  const startedAt = performance.now()

  const files = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`${at}.md`, `text ${at}`]))
  await knowledge.importAll([write(join(temp.path, 'files'), files)])

  expect(told).toBeLessThanOrEqual(5 * ((performance.now() - startedAt) / 1000) + 4)
  expect(last).toMatchObject({ status: 'done', total: 60, done: 60 })
})

test('an embedder that is changed in the middle of a document leaves no vector of one model under the name of the other', async () => {
  using temp = tempFolder()
  const model = { id: 'first' }
  const madeBy: string[] = []
  const embedder = {
    load: async () => ({ max_tokens: 384 }),
    count: async (texts: readonly string[]) => texts.map((text) => text.length),
    async *embed(texts: readonly string[]) {
      for (const _ of texts) {
        madeBy.push(model.id)
        yield Float32Array.of(1, 0, 0, 0)
      }
      // A person chooses another while the first sixteen passages are made.
      model.id = 'second'
    },
  }
  await using knowledge = openKnowledge({ folder: temp.path, embedder, embedderModel: () => ({ id: model.id, path: model.id }) })
  const text = Array.from({ length: 30 }, (_, at) => section(`Part ${at}`, 'alpha beta')).join('')

  await knowledge.importAll([write(join(temp.path, 'files'), { 'a.md': text })])

  const kept = knowledge.db.prepare<[], string>('SELECT embedder_id FROM vector_spaces WHERE size > 0').pluck().all()
  expect(kept).toEqual(['second'])
  const [document] = documentsOf(knowledge)
  expect(document?.status).toBe('ready')
  expect(vectorsOf(knowledge)).toBe(document?.passages)
  expect(madeBy).toContain('first')
})
