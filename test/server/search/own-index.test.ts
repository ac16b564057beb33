import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createOwnIndex, type OwnIndex, type OwnIndexDeps } from '../../../server/search/own-index.ts'
import { readMigrations } from '../../../server/stores/migrations.ts'
import { openSqlite } from '../../../server/stores/sqlite.ts'
import { createSqliteKnowledge } from '../../../server/stores/sqlite-knowledge.ts'
import { openPassageIndex } from '../../../src-main/search/index-files/open-passage-index.ts'
import { newId } from '../../../src-shared/ids.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { waitFor } from '../../helpers/wait-for.ts'
import { wordVector } from '../../helpers/word-vectors.ts'

const folder = tempFolder()
const file = openSqlite(undefined, readMigrations(join(import.meta.dirname, '../../../migrations/knowledge')))
const knowledge = createSqliteKnowledge(() => file)
const faults: unknown[] = []
const onFault = (_: string, error: unknown) => void faults.push(error)
const openIndex = (name: string) =>
  openPassageIndex({ place: () => ({ folder: join(folder.path, name), key: 'a'.repeat(64) }), searchers: 1, onFault })
const [index, second] = [openIndex('one'), openIndex('two')]
const own = (more: Partial<OwnIndexDeps> = {}): OwnIndex => createOwnIndex({ knowledge, index, onFault, ...more })
afterAll(async () => {
  await Promise.all([index, second].map((each) => each[Symbol.asyncDispose]()))
  file[Symbol.dispose]()
  folder[Symbol.dispose]()
})

const { signal } = new AbortController()
const at = new Date(0)
const put = (user_id: string, texts: readonly string[], document_id = newId()) =>
  knowledge.putDocument({
    ...{ user_id, document_id, embedder: 'words' },
    metadata: { source: 'a.txt', category: null, tags: [], importance: 0.5, created_at: at, updated_at: at },
    passages: texts.map((content) => ({ content, embedding: wordVector(content) })),
  })
const wanted = (query: string) => ({
  ...{ query, route: 'vector' as const, weights: { vector: 1, exact: 0 }, limit: 5 },
  vector: { embedder: 'words', values: wordVector(query) },
})
const countAt = async (searched: OwnIndex, userId: string) =>
  (await searched.find(userId, wanted('words'), signal)).passages.length

test('whoever would wait too long is told to come again, and finds then', async () => {
  const userId = newId()
  await put(userId, ['Some words.'])
  const hasty = own({ patienceMs: 0 })

  await expect(countAt(hasty, userId)).rejects.toMatchObject({ code: 'INDEX_BUILDING', data: { retry_after: 2 } })

  expect(await waitFor('the index', () => countAt(hasty, userId).catch(() => undefined))).toBe(1)
})

test('what another process changed is found by the next search, and files that were lost are made anew', async () => {
  const userId = newId()
  const [here, there] = [own(), own({ index: second })]
  await put(userId, ['Some words.'])
  expect([await countAt(here, userId), await countAt(there, userId)]).toEqual([1, 1])

  await put(userId, ['Other words.', 'More words.'])
  await second.forget(userId)

  expect([await countAt(here, userId), await countAt(there, userId)]).toEqual([3, 3])
})

test('documents that changed are read, the others are not read again', async () => {
  const userId = newId()
  const read: string[] = []
  const counting = own({
    knowledge: {
      ...knowledge,
      readDocument(key) {
        read.push(key.document_id)
        return knowledge.readDocument(key)
      },
    },
  })
  const changing = newId()
  await put(userId, ['Some words.'])
  await put(userId, ['Other words.'], changing)
  await countAt(counting, userId)
  expect(read.splice(0)).toHaveLength(2)

  await put(userId, ['Fresh words.'], changing)
  await countAt(counting, userId)
  await countAt(counting, userId)

  expect(read).toEqual([changing])
})

test('after a change the index is made ready for whoever searched before, and for nobody else', async () => {
  const [searching, other] = [newId(), newId()]
  const ready = own()
  for (const userId of [searching, other]) await put(userId, ['Some words.'])
  await countAt(ready, searching)
  for (const userId of [searching, other]) {
    await put(userId, ['Other words.'])
    ready.changed(userId)
  }

  const revision = await knowledge.revision(searching)
  const settled = await waitFor('the index', async () => {
    const state = await index.state(searching)
    return state.revision === revision ? state.documents.length : undefined
  })
  expect(settled).toBe(2)
  expect(await index.owners()).not.toContain(other)
})

test('files of those who have no documents any more go, the others stay', async () => {
  const [gone, staying] = [newId(), newId()]
  const swept = own()
  for (const userId of [gone, staying]) {
    await put(userId, ['Some words.'])
    await countAt(swept, userId)
  }
  await knowledge.deleteUser(gone)

  await swept.sweep()

  expect([await swept.knows(gone), await swept.knows(staying)]).toEqual([false, true])
  expect(await countAt(swept, staying)).toBe(1)
})

test('a store that is away is told, and nothing is believed of what was known before', async () => {
  const userId = newId()
  const state = { isAway: true }
  const failing = own({
    knowledge: {
      ...knowledge,
      async listDocuments(...asked) {
        if (state.isAway) throw new AppError('STORE_UNAVAILABLE', { store: 'mongodb' })
        return knowledge.listDocuments(...asked)
      },
    },
  })
  await put(userId, ['Some words.'])
  await expect(countAt(failing, userId)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })

  state.isAway = false

  expect(await countAt(failing, userId)).toBe(1)
  expect(faults).toEqual([])
})

test('a user who is erased while his documents are compared is not compared for ever, and leaves no file', async () => {
  const userId = newId()
  await put(userId, ['Some words.'])
  let asked = 0
  const erasing = own({
    knowledge: {
      ...knowledge,
      async revision(id) {
        asked += 1
        // What the search wants is known; then he is gone.
        const revision = await knowledge.revision(id)
        if (asked === 1) await knowledge.deleteUser(id)
        return revision
      },
    },
  })

  expect(await countAt(erasing, userId)).toBe(0)

  expect(asked).toBeLessThan(10)
})
