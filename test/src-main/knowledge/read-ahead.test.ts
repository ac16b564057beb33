import { randomUUIDv7 } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listDocuments } from '../../../src-main/knowledge/documents.ts'
import { listJobs } from '../../../src-main/knowledge/import-jobs.ts'
import { keptText } from '../../../src-main/knowledge/kept-text.ts'
import { parseDocument } from '../../../src-main/knowledge/parse/parse-document.ts'
import { listPassages } from '../../../src-main/knowledge/passages.ts'
import { fileAt, queueFile } from '../../../src-main/knowledge/queue-import.ts'
import { removeDocument } from '../../../src-main/knowledge/remove-document.ts'
import { parserError } from '../../../src-shared/engine/parser.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const { signal } = new AbortController()
const section = (words: string): string => `## ${words}\n\n${`${words} `.repeat(40)}\n\n`

type Parse = typeof parseDocument

/** An import whose embedder waits for `goOn`, so that what is read meanwhile can be looked at. */
function openHeld({ parse = parseDocument }: { readonly parse?: Parse } = {}) {
  const temp = tempFolder()
  const gate = Promise.withResolvers<void>()
  const embedded: string[] = []
  const embedder = {
    load: async () => ({ max_tokens: 384 }),
    count: async (texts: readonly string[]) => texts.map((text) => Math.ceil(text.length / 4)),
    async *embed(texts: readonly string[], given: AbortSignal) {
      await Promise.race([gate.promise, new Promise((_, reject) => given.addEventListener('abort', () => reject(given.reason)))])
      for (const text of texts) {
        embedded.push(text)
        yield Float32Array.of(1, 0)
      }
    },
  }
  const parsed: string[] = []
  const noting: Parse = (request, given) => {
    parsed.push(request.name)
    return parse(request, given)
  }
  const knowledge = openKnowledge({ folder: temp.path, embedder, parse: noting })
  const { db, importer, collectionId } = knowledge
  const folder = join(temp.path, 'files')
  mkdirSync(folder)
  const documents = () => listDocuments(db, { limit: 100, offset: 0 }).items
  const find = (name: string) => documents().find((document) => document.name === name)
  return {
    ...{ db, importer, embedded, parsed, documents, find },
    goOn: gate.resolve,
    write(files: Readonly<Record<string, string>>): void {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    },
    start: () => importer.importPaths({ jobId: randomUUIDv7(), collectionId }, [folder], signal),
    /** As a watched folder does when the file has changed. */
    queueAgain(name: string, jobId: string): void {
      const path = join(folder, name)
      db.transact((tx) => queueFile(tx, { jobId, collectionId, at: 1 }, fileAt(path, 1, randomUUIDv7())))
      importer.rowsChanged()
      importer.wake()
    },
    whenRead: (name: string) => waitFor(`${name} to be read`, () => (find(name)?.content_hash === null ? undefined : true)),
    async [Symbol.asyncDispose]() {
      gate.resolve()
      await knowledge[Symbol.asyncDispose]()
      temp[Symbol.dispose]()
    },
  }
}

test('while a document is embedded the next is read, never one more; they are done in their order', async () => {
  await using held = openHeld()
  held.write({ 'a.md': section('alpha'), 'b.md': section('beta'), 'c.md': section('gamma') })
  await held.start()

  await held.whenRead('b.md')
  expect(held.documents().map(({ status }) => status)).toEqual(['embedding', 'embedding', 'waiting'])
  expect(held.parsed).toEqual(['a.md', 'b.md'])
  held.goOn()
  await held.importer.idle()

  expect(held.parsed).toEqual(['a.md', 'b.md', 'c.md'])
  expect(held.embedded.map((text) => ['alpha', 'beta', 'gamma'].find((word) => text.includes(word)))).toEqual([
    ...['alpha', 'beta', 'gamma'],
  ])
  expect(listJobs(held.db)).toMatchObject([{ status: 'done', total: 3, done: 3, failed: 0 }])
})

test('a stop while the next is being read lets go of both; resumed, nothing is missing and nothing is there twice', async () => {
  const half = Promise.withResolvers<void>()
  let isHeld = true
  const parse: Parse = async function* (request, given) {
    for await (const part of parseDocument(request, given)) {
      if (part.part === 'end' && request.name === 'b.md' && isHeld) {
        half.resolve()
        await new Promise((_, reject) => given.addEventListener('abort', () => reject(given.reason)))
      }
      yield part
    }
  }
  await using held = openHeld({ parse })
  held.write({ 'a.md': section('alpha'), 'b.md': section('beta') + section('delta') })
  const job = await held.start()
  await half.promise
  expect(listPassages(held.db, held.find('b.md')?.id ?? '')).not.toEqual([])

  held.importer.stop(job.id)
  await held.importer.idle()
  expect(held.documents().map(({ status }) => status)).toEqual(['embedding', 'reading'])
  isHeld = false
  held.goOn()
  held.importer.resume(job.id)
  await held.importer.idle()

  const { id = '' } = held.find('b.md') ?? {}
  const passages = listPassages(held.db, id)
  expect(passages.map(({ position }) => position)).toEqual([0, 1])
  expect(passages.map(({ start, end }) => keptText(held.db, id).slice(start, end))).toEqual(passages.map(({ text }) => text))
  expect(held.embedded).toHaveLength(3)
  expect(listJobs(held.db)).toMatchObject([{ status: 'done', total: 2, done: 2, failed: 0 }])
})

test('a document that is removed after it was read ahead is not embedded, and its job does not wait for it', async () => {
  await using held = openHeld()
  held.write({ 'a.md': section('alpha'), 'b.md': section('beta'), 'c.md': section('gamma') })
  await held.start()
  await held.whenRead('b.md')

  held.db.transact((tx) => removeDocument(tx, held.find('b.md')?.id ?? '', 1))
  held.importer.rowsChanged()
  held.goOn()
  await held.importer.idle()

  expect(held.embedded.filter((text) => text.includes('beta'))).toEqual([])
  expect(held.db.prepare("SELECT count(*) FROM passages WHERE text LIKE '%beta%'").pluck().get()).toBe(0)
  expect(listJobs(held.db)).toMatchObject([{ status: 'done', total: 2, done: 2, failed: 0 }])
})

test('a file that changes after it was read ahead is read again before any of it is embedded', async () => {
  await using held = openHeld()
  held.write({ 'a.md': section('alpha'), 'b.md': section('beta') })
  const job = await held.start()
  await held.whenRead('b.md')

  held.write({ 'b.md': section('delta') })
  held.queueAgain('b.md', job.id)
  held.goOn()
  await held.importer.idle()

  expect(held.embedded.map((text) => text.includes('beta'))).toEqual([false, false])
  expect(keptText(held.db, held.find('b.md')?.id ?? '')).toContain('delta')
  expect(listJobs(held.db)).toMatchObject([{ status: 'done', done: 2, failed: 0 }])
})

test('a file that changes while it is embedded is finished as it was read, and then read again', async () => {
  await using held = openHeld()
  held.write({ 'a.md': section('alpha') })
  const job = await held.start()
  await held.whenRead('a.md')

  held.write({ 'a.md': section('omega') })
  held.queueAgain('a.md', job.id)
  held.goOn()
  await held.importer.idle()

  expect(held.embedded.map((text) => (text.includes('alpha') ? 'alpha' : 'omega'))).toEqual(['alpha', 'omega'])
  const [document] = held.documents()
  expect(document).toMatchObject({ status: 'ready', passages: 1 })
  expect(keptText(held.db, document?.id ?? '')).not.toContain('alpha')
  expect(listJobs(held.db)).toMatchObject([{ status: 'done', done: 1, failed: 0 }])
})

test('what cannot be read ahead fails when its turn comes, and neither the one before nor the one after it does', async () => {
  const parse: Parse = (request, given) => {
    if (request.name === 'b.md') throw new AppError(parserError.timeout, { limit_ms: 1 })
    return parseDocument(request, given)
  }
  await using held = openHeld({ parse })
  held.write({ 'a.md': section('alpha'), 'b.md': section('beta'), 'c.md': section('gamma') })
  await held.start()
  await waitFor('b.md to be tried', () => (held.parsed.includes('b.md') ? true : undefined))
  const before = held.documents().map(({ status }) => status)

  held.goOn()
  await held.importer.idle()

  expect(before).toEqual(['embedding', 'reading', 'waiting'])
  expect(held.documents().map(({ status, fault }) => [status, fault?.code])).toEqual([
    ['ready', undefined],
    ['failed', parserError.timeout],
    ['ready', undefined],
  ])
})

test('a document that is read ahead is taken piece by piece: each is stored before the next is asked for', async () => {
  const stored: number[] = []
  const parse: Parse = async function* (request, given) {
    if (request.name !== 'b.md') return yield* parseDocument(request, given)
    yield { part: 'head', kind: 'text', title: null }
    for (let piece = 0; piece < 20; piece++) {
      stored.push(piecesOf('b.md'))
      yield { part: 'text', text: `Piece ${piece}. `.repeat(50), pages: [], headings: [], places: [], blocks: [] }
    }
    yield { part: 'end', warnings: [] }
  }
  await using held = openHeld({ parse })
  const piecesOf = (name: string): number =>
    held.db
      .prepare<[string], number>(
        'SELECT count(*) FROM document_texts JOIN documents ON documents.id = document_id WHERE name = ?',
      )
      .pluck()
      .get(name) ?? 0
  held.write({ 'a.md': section('alpha'), 'b.md': section('beta') })
  await held.start()

  await held.whenRead('b.md')

  expect(stored).toEqual(Array.from({ length: 20 }, (_, piece) => piece))
  expect(held.find('a.md')?.status).toBe('embedding')
})
