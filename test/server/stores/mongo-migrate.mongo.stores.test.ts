import { expect, test } from 'vitest'
import { type Migration, migration } from '../../../server/stores/migrations.ts'
import { type MongoAddress, openMongo } from '../../../server/stores/mongo.ts'
import { migrateMongo } from '../../../server/stores/mongo-migrate.ts'
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
