import { join } from 'node:path'
import { inject } from 'vitest'
import { readMigrations } from '../../../server/stores/migrations.ts'
import type { MongoAddress } from '../../../server/stores/mongo.ts'
import { migrateMongo } from '../../../server/stores/mongo-migrate.ts'
import { newId } from '../../../src-shared/ids.ts'

export const ofMongo = readMigrations(join(import.meta.dirname, '../../../migrations/mongo'))

/** A database of its own on the FerretDB of this run; empty. */
export function newMongoDatabase(): MongoAddress {
  const ferretdb = inject('ferretdb')
  if (ferretdb === null) throw new Error('FerretDB is missing: npm run services:build')
  return { url: `mongodb://127.0.0.1:${ferretdb.port}`, database: `t_${newId().replaceAll('-', '')}` }
}

export async function createMongoDatabase(): Promise<MongoAddress> {
  const address = newMongoDatabase()
  await migrateMongo(address, ofMongo)
  return address
}
