import { join } from 'node:path'
import { readMigrations } from '../../../server/stores/migrations.ts'
import type { MongoAddress } from '../../../server/stores/mongo.ts'
import { migrateMongo } from '../../../server/stores/mongo-migrate.ts'
import { newId } from '../../../src-shared/ids.ts'
import { providedDatabase } from './provided-database.ts'

export const ofMongo = readMigrations(join(import.meta.dirname, '../../../migrations/mongo'))

/** A database of its own on the FerretDB of this run; empty. */
export function newMongoDatabase(): MongoAddress {
  const { port } = providedDatabase('ferretdb')
  return { url: `mongodb://127.0.0.1:${port}`, database: `t_${newId().replaceAll('-', '')}` }
}

export async function createMongoDatabase(): Promise<MongoAddress> {
  const address = newMongoDatabase()
  await migrateMongo(address, ofMongo)
  return address
}
