import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openPassageIndex, type PassageIndex } from '../../../../src-main/search/index-files/open-passage-index.ts'
import { indexError, type PassagesWanted } from '../../../../src-shared/engine/passage-index.ts'
import { newId } from '../../../../src-shared/ids.ts'
import { rpcError } from '../../../../src-shared/rpc/errors.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'
import { wordVector } from '../../../helpers/word-vectors.ts'

const folder = tempFolder()
const faults: unknown[] = []
const key = 'a'.repeat(64)
const place = { folder: join(folder.path, 'users'), key }
const open = (at = place): PassageIndex =>
  openPassageIndex({ place: () => at, searchers: 2, onFault: (_, error) => void faults.push(error) })
const index = open()
afterAll(async () => {
  await index[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

const { signal } = new AbortController()
const embedder = 'words'
const documentOf = (id: string, texts: readonly string[], revision = 1) => ({
  ...{ id, revision, name: `${id}.txt`, embedder },
  passages: texts.map((content) => ({ content, embedding: wordVector(content) })),
})
const wanting = (query: string, more: Partial<PassagesWanted> = {}): PassagesWanted => ({
  ...{ query, route: 'hybrid', weights: { vector: 0.5, exact: 0.5 }, limit: 5 },
  vector: { embedder, values: wordVector(query) },
  ...more,
})
const placesOf = async (owner: string, wanted: PassagesWanted, at = index) =>
  (await at.find(owner, wanted, signal)).passages.map(({ document_id, position }) => `${document_id} ${position}`)

test('words, meaning and both find the passage; each says what it found by', async () => {
  const owner = newId()
  await index.put(owner, documentOf('kettle', ['The kettle is red.', 'The warranty lasts three years.']))
  await index.put(owner, documentOf('garden', ['Roses want sun.']))

  const [vector, exact, hybrid] = [
    await index.find(owner, wanting('warranty three years', { route: 'vector', weights: { vector: 1, exact: 0 } }), signal),
    await index.find(owner, wanting('warranty', { route: 'exact' }), signal),
    await index.find(owner, wanting('How long is the warranty?'), signal),
  ]

  for (const { passages } of [vector, exact, hybrid]) expect(passages[0]).toMatchObject({ document_id: 'kettle', position: 1 })
  expect(vector.passages[0]?.score).toBe(vector.passages[0]?.vector)
  expect(exact.passages).toHaveLength(1)
  expect(exact.passages[0]).not.toHaveProperty('vector')
  expect(hybrid.passages[0]).toMatchObject({ vector: expect.any(Number), text: expect.any(Number) })
})

test('only the documents that are named are looked through, and the limit holds', async () => {
  const owner = newId()
  for (const id of ['one', 'two', 'three']) await index.put(owner, documentOf(id, ['The same words.', 'The same words again.']))

  expect(await placesOf(owner, wanting('same words', { documentIds: ['two'] }))).toEqual(['two 0', 'two 1'])
  expect(await placesOf(owner, wanting('same words', { documentIds: [] }))).toEqual([])
  expect(await placesOf(owner, wanting('same words', { limit: 4 }))).toHaveLength(4)
})

test('whether there is an answer is told: what a question names has to be there', async () => {
  const owner = newId()
  await index.put(owner, documentOf('kettle', ['The warranty of the K200 lasts three years.']))

  const [known, unknown] = [
    await index.find(owner, wanting('How long is the warranty of the K200?'), signal),
    await index.find(owner, wanting('How long is the warranty of the K300?'), signal),
  ]

  expect([known.is_relevant, unknown.is_relevant]).toEqual([true, false])
})

test('nobody finds what is another’s, on either thread', async () => {
  const owners = Array.from({ length: 6 }, newId)
  for (const owner of owners) await index.put(owner, documentOf(owner, ['The same secret of everybody.']))

  for (const owner of owners) expect(await placesOf(owner, wanting('secret of everybody'))).toEqual([`${owner} 0`])
})

test('a document takes the place of what had its id, and what is removed is found no more', async () => {
  const owner = newId()
  await index.put(owner, documentOf('a', ['Old words of it.', 'More old words.']))
  await index.put(owner, documentOf('b', ['Something else.']))
  await index.put(owner, documentOf('a', ['Fresh words.'], 2))
  await index.settle(owner, 7)

  expect(await index.state(owner)).toEqual({
    revision: 7,
    documents: [
      { id: 'a', revision: 2 },
      { id: 'b', revision: 1 },
    ],
  })
  expect(await placesOf(owner, wanting('old', { route: 'exact' }))).toEqual([])
  expect(await placesOf(owner, wanting('words', { route: 'exact' }))).toEqual(['a 0'])

  await index.remove(owner, ['a', 'never there'])

  expect(await placesOf(owner, wanting('words'))).toEqual(['b 0'])
  expect((await index.state(owner)).documents).toEqual([{ id: 'b', revision: 1 }])
})

test('vectors of two models are not compared', async () => {
  const owner = newId()
  await index.put(owner, documentOf('a', ['The same words.']))
  const other = { ...documentOf('b', ['The same words.']), embedder: 'other' }
  await index.put(owner, { ...other, passages: [{ content: 'The same words.', embedding: wordVector('The same words.', 32) }] })

  const found = await placesOf(owner, wanting('the same words', { route: 'vector', weights: { vector: 1, exact: 0 } }))

  expect(found).toEqual(['a 0'])
})

test('who has no file is told so; what is forgotten leaves nothing on the disk', async () => {
  const owner = newId()
  await expect(index.find(owner, wanting('anything'), signal)).rejects.toMatchObject({ code: indexError.missing })
  await index.put(owner, documentOf('a', ['Words.']))
  await placesOf(owner, wanting('words'))
  expect(await index.owners()).toContain(owner)

  await index.forget(owner)

  expect(await index.owners()).not.toContain(owner)
  expect(existsSync(join(place.folder, `${owner}.db-wal`))).toBe(false)
  await expect(index.find(owner, wanting('words'), signal)).rejects.toMatchObject({ code: indexError.missing })
  expect((await index.state(owner)).revision).toBe(-1)
})

test('no word lies readable in a file, and one that is damaged or of another key is made anew, empty', async () => {
  const [owner, other] = [newId(), newId()]
  const first = open()
  for (const each of [owner, other]) {
    await first.put(each, documentOf('a', ['canary of a passage']))
    await first.settle(each, 3)
  }
  const file = join(place.folder, `${owner}.db`)
  expect(readFileSync(file).includes('canary')).toBe(false)
  await first[Symbol.asyncDispose]()
  writeFileSync(file, Buffer.alloc(100_000, 7))
  await using again = open()
  await using strange = open({ ...place, key: 'b'.repeat(64) })

  expect((await again.state(owner)).revision).toBe(-1)
  expect(await placesOf(other, wanting('canary'), again)).toEqual(['a 0'])
  await expect(strange.find(other, wanting('canary'), signal)).rejects.toMatchObject({ code: indexError.missing })
  expect((await strange.state(other)).revision).toBe(-1)
})

test('once it is closed it starts no thread any more', async () => {
  const closed = open()
  await closed.put(newId(), documentOf('a', ['Words.']))
  await closed[Symbol.asyncDispose]()

  for (const late of [() => closed.state('a'), () => closed.find('a', wanting('words'), signal)])
    await expect(late()).rejects.toMatchObject({ code: rpcError.disconnected })
})

test('an owner is an id, never a path', async () => {
  for (const owner of ['../owner', '', 'a/b', 'a'.repeat(65)])
    await expect(index.find(owner, wanting('words'), signal)).rejects.toMatchObject({ code: expect.any(String) })

  expect(await index.owners()).not.toContain('../owner')
  expect(existsSync(join(folder.path, 'owner.db'))).toBe(false)
})
