import { expect, test } from 'vitest'
import type { DocumentKey } from '../../../server/stores/knowledge-store.ts'
import { type Migration, migration } from '../../../server/stores/migrations.ts'
import { type MongoAddress, openMongo } from '../../../server/stores/mongo.ts'
import { idsOf } from '../../../server/stores/mongo-documents.ts'
import { createMongoKnowledge } from '../../../server/stores/mongo-knowledge.ts'
import { migrateMongo } from '../../../server/stores/mongo-migrate.ts'
import { revisionsOf } from '../../../server/stores/mongo-revisions.ts'
import { newId } from '../../../src-shared/ids.ts'
import { newMongoDatabase, ofMongo } from '../../helpers/server/test-mongo.ts'

const indexOn = (field: string) => ({
  createIndexes: 'things',
  indexes: [{ name: field, key: { [field]: 1 }, unique: true }],
})
const written = (name: string, ...commands: readonly object[]): Migration => migration(name, JSON.stringify(commands))

const first = written('0001-first', indexOn('a'))
const second = written('0002-second', indexOn('b'), indexOn('c'))
const broken = written('0002-second', indexOn('b'), { noSuchCommand: 1 })

async function indexesOf(address: MongoAddress): Promise<string[]> {
  await using session = await openMongo(address)
  const all = await session.ask((db) => db.collection('things').indexes())
  return all.map(({ name = '' }) => name).toSorted()
}

test('what is missing is applied in order, and once', async () => {
  const address = newMongoDatabase()

  expect(await migrateMongo(address, [first])).toEqual(['0001-first'])
  expect(await migrateMongo(address, [first, second])).toEqual(['0002-second'])
  expect(await migrateMongo(address, [first, second])).toEqual([])
  expect(await indexesOf(address)).toEqual(['_id_', 'a', 'b', 'c'])
})

test('a migration that fails in its middle is not applied, and the mended one is, from its beginning', async () => {
  const address = newMongoDatabase()

  await expect(migrateMongo(address, [first, broken])).rejects.toThrow()

  expect(await migrateMongo(address, [first, second])).toEqual(['0002-second'])
})

test('a migration that changed after it was applied, and a database of a newer server, stop the start in words', async () => {
  const address = newMongoDatabase()
  await migrateMongo(address, [first, second])

  await expect(migrateMongo(address, [first, broken])).rejects.toThrow(/0002-second is not the one/)
  await expect(migrateMongo(address, [first])).rejects.toThrow(/newer server: it has 0002-second/)
})

test('six that start at once apply each migration once, also behind a lock that a killed one left', async () => {
  const address = newMongoDatabase()
  await using session = await openMongo(address)
  const left = { _id: 'schema', holder: 'gone', until: new Date(Date.now() + 300) }
  await session.ask((db) => db.collection<typeof left>('schema_lock').insertOne(left))

  const applied = await Promise.all(Array.from({ length: 6 }, () => migrateMongo(address, ofMongo)))

  expect(applied.flat().toSorted()).toEqual(ofMongo.map(({ name }) => name))
  expect(await session.ask((db) => db.collection('schema_lock').countDocuments())).toBe(0)
})

const metadata = {
  source: 'a.txt',
  category: null,
  tags: ['b'],
  importance: 0.5,
  created_at: new Date(1),
  updated_at: new Date(2),
}

const newKey = () => ({ user_id: newId(), document_id: newId() })

/** As they were when the first passage was the document. */
const formerPassages = (key: DocumentKey, more: object) =>
  [0, 1].map((position) => ({
    ...{
      ...idsOf(key),
      position,
      content: `${position}`,
      embedding: [position],
    },
    ...{ embedder: 'small', metadata, usage_stats: { retrieval_count: 3, last_accessed: null, relevance_scores: [0.5] } },
    ...(position === 0 ? { passage_count: 2 } : {}),
    ...more,
  }))

test('documents of the former version stay whole, and whoever has some of before the revisions has one', async () => {
  const address = newMongoDatabase()
  await migrateMongo(address, ofMongo.slice(0, 1))
  await using session = await openMongo(address)
  const [older, old] = [newKey(), newKey()]
  await session.ask(async (db) => {
    await db.collection('knowledge_vectors').insertMany([...formerPassages(older, {}), ...formerPassages(old, { revision: 7 })])
    await revisionsOf(db).insertOne({ _id: idsOf(old).user_id, revision: 8 })
  })

  await migrateMongo(address, ofMongo)

  const knowledge = createMongoKnowledge(() => session)
  for (const [key, revision] of [
    [older, 0],
    [old, 7],
  ] as const) {
    const head = { ...key, embedder: 'small', metadata, passage_count: 2, revision }
    expect((await knowledge.listDocuments(key.user_id, { limit: 10 })).documents).toEqual([head])
    expect((await knowledge.readPassages(key)).map(({ content }) => content)).toEqual(['0', '1'])
    expect(await knowledge.revision(key.user_id)).toBe(revision + 1)
    await knowledge.putDocument({
      ...key,
      embedder: 'small',
      metadata,
      passages: [{ content: 'x', embedding: Float32Array.of(1) }],
    })
    expect((await knowledge.readPassages(key)).map(({ content }) => content)).toEqual(['x'])
    expect(await knowledge.deleteDocument(key)).toBe(true)
  }
  expect(await session.ask((db) => db.collection('knowledge_vectors').countDocuments())).toBe(0)
})
