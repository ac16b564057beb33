import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFindHandlers } from '../../../src-main/find/find-handlers.ts'
import { findAttachment } from '../../../src-main/knowledge/attachments.ts'
import { createDocumentChores, type DocumentChores } from '../../../src-main/knowledge/document-chores.ts'
import { findDocument, listDocuments } from '../../../src-main/knowledge/documents.ts'
import { moveDocument } from '../../../src-main/knowledge/move-document.ts'
import { listPassages, setPassagesAside } from '../../../src-main/knowledge/passages.ts'
import { removeDocument } from '../../../src-main/knowledge/remove-document.ts'
import { readLevels } from '../../../src-main/knowledge/word-levels.ts'
import { findQuery } from '../../../src-shared/desktop/find.ts'
import { openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const { signal } = new AbortController()

const sections = (words: string, count: number): string =>
  Array.from({ length: count }, (_, n) => `## Section ${n}\n\n${`${words} ${n} `.repeat(30)}\n\n`).join('')

/** One document of more passages than a commit takes, one of few. */
async function open() {
  await using opening = new AsyncDisposableStack()
  const temp = opening.use(tempFolder())
  const knowledge = opening.use(openKnowledge({ folder: temp.path }))
  const { db } = knowledge
  const path = join(temp.path, 'large.md')
  writeFileSync(path, sections('alpha pump', 120))
  writeFileSync(join(temp.path, 'small.md'), sections('alpha valve', 2))
  await knowledge.importAll([path, join(temp.path, 'small.md')])
  const idOf = (name: string) => listDocuments(db, { limit: 10, offset: 0 }).items.find((each) => each.name === name)?.id ?? ''
  const all = opening.move()
  return {
    ...{ knowledge, db, path, large: idOf('large.md'), small: idOf('small.md') },
    /** In the large one and in both. */
    ...{
      inLarge: listPassages(db, idOf('large.md')).length,
      inAll: ['large.md', 'small.md'].flatMap((name) => listPassages(db, idOf(name))).length,
    },
    count: (table: string) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get(),
    startChores: (): DocumentChores => createDocumentChores({ db, onFault: (_, error) => expect.fail(String(error)) }),
    /** Documents that the words are found in, by the search and by the field that searches everything. */
    async found(query: string, filters = {}) {
      const { results } = await knowledge.retrieve({ query, route: 'exact', top_k: 20, ...filters }, signal)
      const hits = (await createFindHandlers({ db }).everything(findQuery.parse({ query }), signal)).documents.items
      return [...new Set([...results, ...hits].map(({ document_id }) => document_id))]
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

test('a large document that is removed is nowhere any more while its passages are still there, and then they are gone too', async () => {
  await using bed = await open()
  const { db, large, small, found } = bed
  expect(await found('pump')).toEqual([large])

  db.transact((tx) => removeDocument(tx, large, 1))

  expect(bed.count('passages')).toBe(bed.inAll)
  expect(await found('pump')).toEqual([])
  expect(await found('large.md')).toEqual([])
  expect(await found('alpha', { document_ids: [large, small] })).toEqual([small])
  expect((await bed.knowledge.retrieve({ query: 'pump', route: 'vector', top_k: 5 }, signal)).results).not.toContainEqual(
    expect.objectContaining({ document_id: large }),
  )
  expect([findDocument(db, large), findAttachment(db, large)]).toEqual([undefined, undefined])
  expect(listDocuments(db, { limit: 10, offset: 0 }).total).toBe(1)
  await using chores = bed.startChores()
  chores.wake()
  await chores.idle()

  expect([bed.count('documents'), bed.count('passages'), bed.count('vectors'), bed.count('document_texts')]).toEqual([
    ...[1, bed.inAll - bed.inLarge, bed.inAll - bed.inLarge, 1],
  ])
  expect(bed.count("passage_words WHERE passage_words MATCH 'pump'")).toBe(0)
  expect(bed.count('collections WHERE owner IS NOT NULL')).toBe(0)
})

test('the file of a large document that was removed can be imported again at once', async () => {
  await using bed = await open()
  await using chores = bed.startChores()

  bed.db.transact((tx) => removeDocument(tx, bed.large, 1))
  await bed.knowledge.importAll([bed.path])
  await chores.idle()

  const [again, ...others] = await bed.found('pump')
  expect(others).toEqual([])
  expect(again).not.toBe(bed.large)
  expect([bed.count('documents'), bed.count('passages'), bed.count('vectors')]).toEqual([2, bed.inAll, bed.inAll])
})

test('a large document that is renamed is found by its new name and no longer by the old one, with the vectors it had', async () => {
  await using bed = await open()
  await using chores = bed.startChores()
  const embedded = bed.knowledge.embedded.length

  bed.db.transact((tx) => moveDocument(tx, bed.large, { path: `${bed.path}.new`, name: 'quarterly.md', at: 1 }))
  await chores.idle()

  const having = (word: string) => bed.count(`passage_words WHERE passage_words MATCH '${word}'`)
  expect([having('quarterly'), having('large'), having('pump')]).toEqual([bed.inLarge, 0, bed.inLarge])
  expect(bed.knowledge.embedded).toHaveLength(embedded)
  expect(bed.count('renamed_documents')).toBe(0)
})

test('a large document that is read while it gets its new name has it in every passage in the end', async () => {
  await using bed = await open()
  const moved = join(bed.path, '..', 'quarterly.md')
  writeFileSync(moved, sections('beta', 1) + sections('alpha pump', 120))
  bed.db.transact((tx) => moveDocument(tx, bed.large, { path: moved, name: 'quarterly.md', at: 1 }))
  await using chores = bed.startChores()

  chores.wake()
  await bed.knowledge.importAll([moved])
  await chores.idle()

  const having = (word: string) => bed.count(`passage_words WHERE passage_words MATCH '${word}'`)
  expect([having('quarterly'), having('large')]).toEqual([listPassages(bed.db, bed.large).length, 0])
})

test.each(['small', 'large'] as const)(
  'a %s document that is renamed while its passages are set aside for a reading has its new name in each',
  async (which) => {
    await using bed = await open()
    const id = bed[which]
    const passages = listPassages(bed.db, id).length
    bed.db.transact((tx) => setPassagesAside(tx, id, 1000))

    bed.db.transact((tx) => moveDocument(tx, id, { path: `${bed.path}.new`, name: 'quarterly.md', at: 1 }))
    await using chores = bed.startChores()
    chores.wake()
    await chores.idle()

    expect(bed.count("passage_words WHERE passage_words MATCH 'quarterly'")).toBe(passages)
  },
)

test('words of moves that are no work of the chores are merged all the same', async () => {
  await using bed = await open()
  const segments = () => readLevels(bed.db, 'passage_words').reduce((sum, level) => sum + level.segments, 0)
  await using chores = bed.startChores()
  for (let n = 0; n < 40; n++)
    bed.db.transact((tx) => moveDocument(tx, bed.small, { path: `${bed.path}.${n}`, name: `name-${n}.md`, at: n }))

  await chores.idle()

  expect(segments()).toBeLessThan(20)
})

test('while the store is another’s nothing is removed', async () => {
  await using bed = await open()
  await using chores = bed.startChores()

  const left = await chores.alone(async () => {
    bed.db.transact((tx) => removeDocument(tx, bed.large, 1))
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
    return bed.count('passages')
  })
  await chores.idle()

  expect([left, bed.count('passages')]).toEqual([bed.inAll, bed.inAll - bed.inLarge])
})
