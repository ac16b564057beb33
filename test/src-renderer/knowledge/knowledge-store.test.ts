import { expect, test } from 'vitest'
import { resources } from '../../../src-main/core/resources.ts'
import { createCollectionHandlers } from '../../../src-main/knowledge/collection-handlers.ts'
import { createDocumentHandlers } from '../../../src-main/knowledge/document-handlers.ts'
import { createImporter } from '../../../src-main/knowledge/importer.ts'
import { createKnowledgeStore } from '../../../src-renderer/knowledge/knowledge-store.ts'
import { collections, documents, knowledgeError } from '../../../src-shared/desktop/knowledge.ts'
import { newId } from '../../../src-shared/ids.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { serveFeatures } from '../serve-features.ts'

/** The real feature on a real store; only the two children are stood in for, by one sentence and one number. */
function open() {
  const folder = tempFolder()
  const db = openTestDb()
  const importer = createImporter({
    db,
    now: () => 7,
    newId,
    inboxFolder: folder.path,
    async *parse() {
      yield { part: 'head', kind: 'text', title: null }
      yield { part: 'text', text: 'One sentence.', pages: [], headings: [], blocks: [], places: [] }
      yield { part: 'end', warnings: [] }
    },
    embedder: {
      load: async () => ({ max_tokens: 256 }),
      async *embed(texts) {
        for (const _ of texts) yield new Float32Array([1, 0])
      },
      count: async (texts) => texts.map(() => 3),
    },
    embedderModel: () => ({ id: 'tiny', path: folder.path }),
    pace: async () => {},
    onFault: () => {},
  })
  const deps = { db, now: () => 7, importer, samplesFolder: resources.samples, openPath: async () => undefined }
  const handlers = { collections: createCollectionHandlers(deps), documents: createDocumentHandlers(deps) }
  const { api, end } = serveFeatures({ collections, documents }, handlers)
  const store = createKnowledgeStore({ api, newId })
  db.watch((changes) => {
    for (const { table, id, row } of changes) {
      if (table === 'documents') store.getState().documentChanged(id, row)
      if (table === 'import_jobs') store.getState().jobChanged(id, row)
    }
  })
  return {
    importer,
    state: () => store.getState(),
    async [Symbol.asyncDispose]() {
      await importer[Symbol.asyncDispose]()
      end()
      db[Symbol.dispose]()
      folder[Symbol.dispose]()
    },
  }
}

test('a new collection is chosen, collections stand by name, and a removed one goes', async () => {
  await using page = open()

  const manuals = await page.state().create('Manuals')
  const letters = await page.state().create('Letters')
  expect(page.state().chosenId).toBe(letters)
  await page.state().rename(manuals, 'Handbooks')
  expect(page.state().collections.map(({ name }) => name)).toEqual(['Handbooks', 'Letters'])
  await page.state().remove(letters)

  expect(page.state().collections.map(({ id }) => id)).toEqual([manuals])
})

test('while a collection goes it is said, and the options of the next one are not what is shown then', async () => {
  await using page = open()
  await page.state().create('Manuals')
  const letters = await page.state().create('Letters')
  page.state().show('options')

  const going = page.state().remove(letters)
  expect([...page.state().removing]).toEqual([letters])
  await going

  expect([page.state().removing.size, page.state().view]).toEqual([0, 'documents'])
})

test('a collection that could not be removed is no longer said to go', async () => {
  await using page = open()

  await expect(page.state().remove(newId())).rejects.toMatchObject({ code: knowledgeError.unknownCollection })

  expect(page.state().removing.size).toBe(0)
})

test('a taken name is refused and the list stays as it is', async () => {
  await using page = open()
  await page.state().create('Manuals')

  await expect(page.state().create('manuals')).rejects.toMatchObject({ code: knowledgeError.collectionNameTaken })

  expect(page.state().collections).toHaveLength(1)
})

test('files that were picked are handed over as bytes, read, and found again after a reload of the page', async () => {
  await using page = open()
  const id = await page.state().create('Manuals')

  await page.state().addFiles(id, [new File(['one'], 'one.txt'), new File(['two'], 'two.txt')])
  await page.importer.idle()
  expect([...page.state().documents.values()].map(({ name, status }) => `${name} ${status}`).sort()).toEqual([
    'one.txt ready',
    'two.txt ready',
  ])
  await page.state().reread()

  expect(page.state().documents.size).toBe(2)
  expect([...page.state().jobs.values()].every(({ status }) => status === 'done')).toBe(true)
})

test('one that cannot be read does not take those behind it along, and is named', async () => {
  await using page = open()
  const id = await page.state().create('Manuals')
  const gone = new File([], 'gone.txt')
  gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'))

  const adding = page.state().addFiles(id, [new File(['one'], 'one.txt'), gone, new File(['two'], 'two.txt')])

  await expect(adding).rejects.toMatchObject({ code: knowledgeError.unreadFiles, data: { names: 'gone.txt' } })
  await page.importer.idle()
  expect([...page.state().documents.values()].map(({ name }) => name).sort()).toEqual(['one.txt', 'two.txt'])
})

test('a document can be read again and removed', async () => {
  await using page = open()
  const collectionId = await page.state().create('Manuals')
  await page.state().addFiles(collectionId, [new File(['one'], 'one.txt')])
  await page.importer.idle()
  const [document] = page.state().documents.values()
  const id = document?.id ?? ''

  await page.state().removeDocument(id)

  expect(page.state().documents.size).toBe(0)
  await expect(page.state().retry(id)).rejects.toMatchObject({ code: knowledgeError.unknownDocument })
})

test('several documents are given tags at once, and a collection gives its own to what comes', async () => {
  await using page = open()
  const collectionId = await page.state().create('Manuals')
  await page.state().addFiles(collectionId, [new File(['one'], 'one.txt'), new File(['two'], 'two.txt')])
  await page.importer.idle()

  await page.state().organise([...page.state().documents.keys()], { add_tags: ['Sea'], importance: 'high' })
  await page.state().giveToNew(collectionId, { add_tags: ['Sea', 'Old'], category: 'Travel' })
  await page.state().giveToNew(collectionId, { remove_tags: ['sea'] })

  expect([...page.state().documents.values()].map(({ tags, importance }) => ({ tags, importance }))).toEqual([
    { tags: ['Sea'], importance: 'high' },
    { tags: ['Sea'], importance: 'high' },
  ])
  expect(page.state().collections[0]).toMatchObject({ tags: ['Old'], category: 'Travel', importance: 'normal' })
})

test('a path that is not there is refused in words', async () => {
  await using page = open()
  const id = await page.state().create('Manuals')

  await expect(page.state().importPaths(id, ['/no/such/folder'])).rejects.toMatchObject({ code: knowledgeError.unreadablePath })
})

test('what changes while everything is read stays changed', async () => {
  await using page = open()
  const id = await page.state().create('Manuals')
  await page.state().addFiles(id, [new File(['one'], 'one.txt'), new File(['two'], 'two.txt')])
  await page.importer.idle()
  const [gone, kept] = [...page.state().documents.values()]

  const reading = page.state().reread()
  page.state().documentChanged(gone?.id ?? '', null)
  if (kept) page.state().documentChanged(kept.id, { ...kept, name: 'newer.txt' })
  await reading

  expect([...page.state().documents.values()].map(({ name }) => name)).toEqual(['newer.txt'])
  expect(page.state()).toMatchObject({ areCollectionsRead: true, isLoaded: true, collections: [{ name: 'Manuals' }] })
})
