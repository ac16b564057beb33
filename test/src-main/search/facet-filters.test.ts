import { randomUUIDv7 } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createAttachmentHandlers } from '../../../src-main/knowledge/attachment-handlers.ts'
import { attachmentCollection } from '../../../src-main/knowledge/attachments.ts'
import { organiseDocument } from '../../../src-main/knowledge/document-facets.ts'
import { listDocuments } from '../../../src-main/knowledge/documents.ts'
import { indexFacets } from '../../../src-main/knowledge/index-facets.ts'
import { createSearchHandlers } from '../../../src-main/search/search-handlers.ts'
import { search, searchQuery } from '../../../src-shared/desktop/search.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'
import { openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { serveFeatures } from '../../src-renderer/serve-features.ts'

const { signal } = new AbortController()
const query = 'How long is the notice period of the flat?'
const sentence = 'The notice period of the flat is three months.'

/** The same sentence in four documents: only what they were given tells them apart. */
async function open() {
  const folder = tempFolder()
  const knowledge = openKnowledge({ folder: folder.path })
  const names = ['lease.md', 'letter.md', 'note.txt', 'plain.md']
  for (const name of names) writeFileSync(join(folder.path, name), `${sentence} Kept in ${name}.`)
  await knowledge.importAll(names.map((name) => join(folder.path, name)))
  const { db } = knowledge
  const idOf = (name: string) => listDocuments(db, { limit: 10, offset: 0 }).items.find((each) => each.name === name)?.id ?? ''
  const give = (name: string, change: Parameters<typeof organiseDocument>[2]['change']) =>
    db.transact((tx) => organiseDocument(tx, idOf(name), { change, at: 1 }))
  give('lease.md', { add_tags: ['Home', 'Signed'], category: 'Contracts' })
  give('letter.md', { add_tags: ['home'], category: 'Post' })
  give('note.txt', { add_tags: ['Signed'], category: 'contracts' })
  return {
    ...{ ...knowledge, idOf, give },
    async found(filter: object) {
      const { results } = await knowledge.retrieve(searchQuery.parse({ query, top_k: 10, ...filter }), signal)
      return results.map(({ document }) => document).toSorted()
    },
    async [Symbol.asyncDispose]() {
      await knowledge[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

test.each(['exact', 'vector', 'hybrid', 'auto'] as const)(
  'by %s only documents with the tags and of a category are found, alone and together',
  async (route) => {
    await using store = await open()
    const found = (filter: object) => store.found({ route, ...filter })

    expect(await found({})).toEqual(['lease.md', 'letter.md', 'note.txt', 'plain.md'])
    expect(await found({ tags: ['HOME'] })).toEqual(['lease.md', 'letter.md'])
    expect(await found({ tags: ['home', 'signed'] })).toEqual(['lease.md'])
    expect(await found({ categories: ['Contracts'] })).toEqual(['lease.md', 'note.txt'])
    expect(await found({ categories: ['post', 'contracts'] })).toEqual(['lease.md', 'letter.md', 'note.txt'])
    expect(await found({ tags: ['signed'], categories: ['contracts'], kinds: ['text'] })).toEqual(['note.txt'])
    expect(
      await found({ tags: ['signed'], collection_ids: [store.collectionId], document_ids: [store.idOf('lease.md')] }),
    ).toEqual(['lease.md'])
    expect(await found({ tags: ['nowhere'] })).toEqual([])
    expect(await found({ categories: [] })).toEqual([])
    expect(await found({ tags: ['home'], collection_ids: [randomUUIDv7()] })).toEqual([])
    expect(await found({ tags: ['home'], to: 1 })).toEqual([])
  },
)

test('a tag counts from the moment it is put on, and no longer once it is off', async () => {
  await using store = await open()

  store.give('plain.md', { add_tags: ['later'] })
  expect(await store.found({ tags: ['later'] })).toEqual(['plain.md'])
  store.give('plain.md', { remove_tags: ['Later'], category: 'Post' })

  expect(await store.found({ tags: ['later'] })).toEqual([])
  expect(await store.found({ categories: ['Post'] })).toEqual(['letter.md', 'plain.md'])
})

test('what is attached to a chat is found by no tag and no category, not even by one of its own', async () => {
  await using store = await open()
  const { db, importer } = store
  const attachments = createAttachmentHandlers({ db, importer, now: Date.now, newId: () => randomUUIDv7() })
  const bytes = new TextEncoder().encode(sentence)
  const { id } = await attachments.add({ id: randomUUIDv7(), owner: 'new', name: 'attached.md', bytes }, signal)
  await importer.idle()
  // As no handler would write it: a store that came from elsewhere.
  db.transact((tx) => indexFacets(tx, id, { tags: ['home'], category: 'Contracts' }))

  expect(await store.found({ tags: ['home'] })).toEqual(['lease.md', 'letter.md'])
  expect(await store.found({ categories: ['contracts'] })).toEqual(['lease.md', 'note.txt'])
  const own = attachmentCollection(db, 'new') ?? ''
  expect(await store.found({ tags: ['home'], collection_ids: [own] })).toEqual(['attached.md'])
})

test.each([
  ['no tag', { tags: [] }],
  ['an empty tag', { tags: [' '] }],
  ['a category without words', { categories: [''] }],
  ['more tags than anybody means', { tags: Array.from({ length: 51 }, (_, at) => `t${at}`) }],
])('a search by %s is refused in words', async (_, filter) => {
  await using store = await open()
  const { api, end } = serveFeatures({ search }, { search: createSearchHandlers(store.retrieve) })
  using _end = { [Symbol.dispose]: end }

  await expect(api.search.query({ query, ...filter })).rejects.toMatchObject({ code: rpcError.invalidInput })
})
