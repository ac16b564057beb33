import { expect, test } from 'vitest'
import type { ConversationKey, Turn } from '../../../server/stores/conversation-store.ts'
import type { DocumentKey } from '../../../server/stores/knowledge-store.ts'
import { type Migration, migration } from '../../../server/stores/migrations.ts'
import { type MongoAddress, openMongoPatiently } from '../../../server/stores/mongo.ts'
import { createMongoConversations } from '../../../server/stores/mongo-conversations.ts'
import { idsOf } from '../../../server/stores/mongo-documents.ts'
import { createMongoKnowledge } from '../../../server/stores/mongo-knowledge.ts'
import { migrateMongo } from '../../../server/stores/mongo-migrate.ts'
import { revisionsOf } from '../../../server/stores/mongo-revisions.ts'
import { mongoSteps } from '../../../server/stores/mongo-steps.ts'
import { newId } from '../../../src-shared/ids.ts'
import { passagesOf } from '../../helpers/server/passages-of.ts'
import { newMongoDatabase, ofMongo } from '../../helpers/server/test-mongo.ts'

const indexOn = (field: string) => ({
  createIndexes: 'things',
  indexes: [{ name: field, key: { [field]: 1 }, unique: true }],
})
const written = (name: string, ...commands: readonly object[]): Migration => migration(name, JSON.stringify(commands))

const first = written('0001-first', indexOn('a'))
const second = written('0002-second', indexOn('b'), indexOn('c'))
const broken = written('0002-second', indexOn('b'), { noSuchCommand: 1 })

// Each session here is as patient as a migration's: commands take as long as they take.

async function indexesOf(address: MongoAddress): Promise<string[]> {
  await using session = await openMongoPatiently(address)
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
  await using session = await openMongoPatiently(address)
  const left = { _id: 'schema', holder: 'gone', until: new Date(Date.now() + 300) }
  await session.ask((db) => db.collection<typeof left>('schema_lock').insertOne(left))

  const applied = await Promise.all(Array.from({ length: 6 }, () => migrateMongo(address, ofMongo)))

  expect(applied.flat().toSorted()).toEqual(ofMongo.map(({ name }) => name))
  expect(await session.ask((db) => db.collection('schema_lock').countDocuments())).toBe(0)
})

test('a step that was cut off in its middle is done again from its beginning, and takes what there is in batches', async () => {
  const address = newMongoDatabase()
  await migrateMongo(address, ofMongo.slice(0, 1))
  await using session = await openMongoPatiently(address)
  const user_id = newId()
  const keys = Array.from({ length: 230 }, () => ({ user_id, document_id: newId() }))
  await session.ask((db) => db.collection('knowledge_vectors').insertMany(keys.flatMap((key) => formerPassages(key, {}))))
  const renewed = { times: 0 }
  const step = (most: number) =>
    session.ask(async (db) => {
      await mongoSteps['documents-of-passages']?.(db, async () => {
        renewed.times++
        if (renewed.times > most) throw new Error('cut off')
      })
    })
  const heads = () => session.ask((db) => db.collection('knowledge_documents').countDocuments())

  await expect(step(1)).rejects.toThrow('cut off')
  expect(await heads()).toBeLessThan(keys.length)
  renewed.times = 0
  await step(100)

  expect([renewed.times, await heads()]).toEqual([3, keys.length])
  const without = { revision: { $exists: false } }
  expect(await session.ask((db) => db.collection('knowledge_vectors').countDocuments(without))).toBe(0)
})

test('the turn that the former version had counted last is not counted again', async () => {
  const address = newMongoDatabase()
  await migrateMongo(address, ofMongo.slice(0, 2))
  await using session = await openMongoPatiently(address)
  const [before, between] = [newKey(), newKey()].map(({ user_id }) => ({ user_id, session_id: newId() }))
  if (!before || !between) throw new Error('two were made')
  const turn = (key: ConversationKey, turn_id: string): Turn => ({
    ...{ ...key, turn_id, at: new Date(1), messages: 2, topics: [], subscription_plan: 'free', title: 't', last_message: 'm' },
  })
  const conversations = createMongoConversations(() => session)
  for (const key of [before, between]) await conversations.addTurn(turn(key, 'later'))
  await session.ask(async (db) => {
    const all = db.collection('conversations_metadata')
    await all.updateMany({}, { $set: { last_turn: 'counted' } })
    await all.updateOne({ user_id: idsOf({ ...before, document_id: newId() }).user_id }, { $unset: { recent_turns: '' } })
  })

  await migrateMongo(address, ofMongo)

  await conversations.addTurn(turn(before, 'counted'))
  for (const turn_id of ['counted', 'later']) await conversations.addTurn(turn(between, turn_id))
  for (const { user_id } of [before, between])
    expect((await conversations.list(user_id, { limit: 1 })).conversations).toMatchObject([{ message_count: 2 }])
  const former = { last_turn: { $exists: true } }
  expect(await session.ask((db) => db.collection('conversations_metadata').countDocuments(former))).toBe(0)
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
  await using session = await openMongoPatiently(address)
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
    expect((await passagesOf(knowledge, key)).map(({ content }) => content)).toEqual(['0', '1'])
    expect(await knowledge.revision(key.user_id)).toBe(revision + 1)
    await knowledge.putDocument({
      ...key,
      embedder: 'small',
      metadata,
      passages: [{ content: 'x', embedding: Float32Array.of(1) }],
    })
    expect((await passagesOf(knowledge, key)).map(({ content }) => content)).toEqual(['x'])
    expect(await knowledge.deleteDocument(key)).toBe(true)
  }
  expect(await session.ask((db) => db.collection('knowledge_vectors').countDocuments())).toBe(0)
})
