import { randomUUIDv7 } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { resources } from '../../../src-main/core/resources.ts'
import { createAttachmentHandlers } from '../../../src-main/knowledge/attachment-handlers.ts'
import { createCollectionHandlers } from '../../../src-main/knowledge/collection-handlers.ts'
import { createDocumentHandlers } from '../../../src-main/knowledge/document-handlers.ts'
import { listDocuments } from '../../../src-main/knowledge/documents.ts'
import { moveDocument } from '../../../src-main/knowledge/move-document.ts'
import type { Change } from '../../../src-shared/desktop/changes.ts'
import { documents, knowledgeError } from '../../../src-shared/desktop/knowledge.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'
import { openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { serveFeatures } from '../../src-renderer/serve-features.ts'

const { signal } = new AbortController()

async function open(...names: readonly string[]) {
  const folder = tempFolder()
  const knowledge = openKnowledge({ folder: folder.path })
  const { db, importer, collectionId } = knowledge
  const deps = {
    db,
    importer,
    now: () => 7,
    newId: () => randomUUIDv7(),
    samplesFolder: resources.samples,
    openPath: async () => {},
  }
  const told: Change[] = []
  const paths = names.map((name) => join(folder.path, name))
  for (const path of paths) writeFileSync(path, 'alpha')
  if (paths.length > 0) await knowledge.importAll(paths)
  db.watch((changes) => told.push(...changes))
  const all = () => listDocuments(db, { limit: 100, offset: 0 }).items
  const idOf = (name: string): string => all().find((each) => each.name === name)?.id ?? ''
  return {
    ...{ ...knowledge, told, paths, idOf, collectionId },
    facetsOf: (name: string) => {
      const { tags, category, importance } = all().find((each) => each.name === name) ?? {}
      return { tags, category, importance }
    },
    indexed: () => db.prepare('SELECT facet, key FROM document_facets ORDER BY facet, key').raw().all(),
    entries: (id: string) =>
      db
        .prepare<[string], string>('SELECT args FROM journal WHERE entity_id = ? ORDER BY n')
        .pluck()
        .all(id)
        .map((args) => JSON.parse(args)),
    documents: createDocumentHandlers(deps),
    collections: createCollectionHandlers(deps),
    attachments: createAttachmentHandlers(deps),
    async [Symbol.asyncDispose]() {
      await knowledge[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

test('a document has what it is given, its journal tells only what changed, and its time of change stays', async () => {
  await using opened = await open('a.md', 'b.md')
  const ids = [opened.idOf('a.md'), opened.idOf('b.md')]
  const before = await opened.documents.get({ id: ids[0] ?? '' }, signal)

  const rows = await opened.documents.organise({ ids, add_tags: ['Invoice', ' 2024 '], category: 'Money' }, signal)
  await opened.documents.organise({ ids: ids.slice(0, 1), importance: 'high' }, signal)

  expect(rows).toMatchObject([{ name: 'a.md' }, { name: 'b.md' }])
  expect(opened.facetsOf('a.md')).toEqual({ tags: ['Invoice', '2024'], category: 'Money', importance: 'high' })
  expect(opened.facetsOf('b.md')).toEqual({ tags: ['Invoice', '2024'], category: 'Money', importance: 'normal' })
  expect(opened.entries(ids[0] ?? '').slice(1)).toEqual([
    { tags: ['Invoice', '2024'], category: 'Money' },
    { importance: 'high' },
  ])
  expect(opened.told.at(-1)).toMatchObject({ table: 'documents', id: ids[0], row: { importance: 'high' } })
  expect((await opened.documents.get({ id: ids[0] ?? '' }, signal)).updated_at).toBe(before.updated_at)
})

test('a tag that is there in other letters is not put on twice, and comes off in any', async () => {
  await using opened = await open('a.md')
  const ids = [opened.idOf('a.md')]

  await opened.documents.organise({ ids, add_tags: ['Öl', 'invoice'] }, signal)
  await opened.documents.organise({ ids, add_tags: ['ÖL', 'Invoice', 'O\u0308l'] }, signal)
  expect(opened.facetsOf('a.md').tags).toEqual(['Öl', 'invoice'])
  expect(opened.entries(ids[0] ?? '')).toHaveLength(2)
  await opened.documents.organise({ ids, remove_tags: ['ÖL', 'never there'], add_tags: ['new'] }, signal)

  expect(opened.facetsOf('a.md').tags).toEqual(['invoice', 'new'])
  expect(opened.indexed()).toEqual([
    ['tag', 'invoice'],
    ['tag', 'new'],
  ])
})

test('one too many tags changes none of the documents', async () => {
  await using opened = await open('a.md', 'b.md')
  const many = Array.from({ length: 50 }, (_, at) => `tag ${at}`)
  const ids = [opened.idOf('a.md'), opened.idOf('b.md')]
  await opened.documents.organise({ ids: ids.slice(1), add_tags: many }, signal)

  expect(() => opened.documents.organise({ ids, add_tags: ['one more'], category: 'x' }, signal)).toThrow(
    expect.objectContaining({ code: knowledgeError.tooManyTags, data: { name: 'b.md', most: 50 } }),
  )

  expect(opened.facetsOf('a.md')).toEqual({ tags: [], category: '', importance: 'normal' })
})

test('what a document was given stays when it is read again, moved and renamed, and goes with it', async () => {
  await using opened = await open('a.md')
  const id = opened.idOf('a.md')
  const given = { tags: ['Invoice'], category: 'Money', importance: 'low' }
  await opened.documents.organise({ ids: [id], add_tags: ['Invoice'], category: 'Money', importance: 'low' }, signal)

  writeFileSync(opened.paths[0] ?? '', 'beta gamma')
  await opened.importAll(opened.paths)
  expect(opened.facetsOf('a.md')).toEqual(given)
  const moved = `${opened.paths[0]}.moved.md`
  renameSync(opened.paths[0] ?? '', moved)
  opened.db.transact((tx) => moveDocument(tx, id, { path: moved, name: 'c.md', at: 9 }))
  expect(opened.facetsOf('c.md')).toEqual(given)
  expect(opened.entries(id).at(-1)).toMatchObject({ name: 'c.md', ...given })

  await opened.documents.remove({ id }, signal)
  expect(opened.indexed()).toEqual([])
})

test('documents that come into a collection get what it gives, and only they', async () => {
  await using opened = await open('a.md')
  const id = opened.collectionId

  const row = await opened.collections.giveToNew({ id, tags: ['Home', 'home'], importance: 'high' }, signal)
  await opened.collections.giveToNew({ id, category: 'House' }, signal)
  await opened.documents.add({ job_id: randomUUIDv7(), collection_id: id, name: 'b.md', bytes: Buffer.from('beta') }, signal)
  await opened.importer.idle()

  expect(row).toMatchObject({ id, tags: ['Home'], category: '', importance: 'high' })
  expect(opened.facetsOf('a.md')).toEqual({ tags: [], category: '', importance: 'normal' })
  expect(opened.facetsOf('b.md')).toEqual({ tags: ['Home'], category: 'House', importance: 'high' })
  expect(opened.entries(opened.idOf('b.md'))).toMatchObject([{ tags: ['Home'], category: 'House', importance: 'high' }])
  expect(opened.entries(id).at(-1)).toEqual({ tags: ['Home'], category: 'House', importance: 'high' })
  expect(opened.collections.rename({ id, name: 'Papers' }, signal)).toMatchObject({ name: 'Papers', tags: ['Home'] })
})

test('what is attached to a chat is given nothing, and nothing of it is told', async () => {
  await using opened = await open('a.md')
  const { id } = await opened.attachments.add(
    { id: randomUUIDv7(), owner: 'new', name: 'ferry.txt', bytes: Buffer.from('The ferry leaves.') },
    signal,
  )
  await opened.importer.idle()

  expect(await opened.documents.organise({ ids: [id, opened.idOf('a.md')], add_tags: ['x'] }, signal)).toMatchObject([
    { name: 'a.md' },
  ])

  expect(opened.entries(id)).toEqual([])
  expect(opened.indexed()).toHaveLength(1)
})

test.each([
  ['no document', { ids: [], add_tags: ['x'] }],
  ['an empty tag', { add_tags: ['  '] }],
  ['a tag that is a text', { add_tags: ['x'.repeat(41)] }],
  ['an importance that there is not', { importance: 'urgent' }],
  ['a category that is a text', { category: 'x'.repeat(81) }],
])('%s is refused in words, and nothing is changed', async (_, input) => {
  await using opened = await open('a.md')
  const { api, end } = serveFeatures({ documents }, { documents: opened.documents })
  using _end = { [Symbol.dispose]: end }
  const asked = { ids: [opened.idOf('a.md')], ...input } as Parameters<typeof api.documents.organise>[0]

  await expect(api.documents.organise(asked)).rejects.toMatchObject({ code: rpcError.invalidInput })

  expect(opened.facetsOf('a.md')).toEqual({ tags: [], category: '', importance: 'normal' })
})
