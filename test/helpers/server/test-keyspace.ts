import { join } from 'node:path'
import { readMigrations } from '../../../server/stores/migrations.ts'
import type { ScyllaSettings } from '../../../server/stores/scylla.ts'
import { migrateScylla } from '../../../server/stores/scylla-migrate.ts'
import { newId } from '../../../src-shared/ids.ts'
import { providedDatabase } from './provided-database.ts'

export const ofScylla = readMigrations(join(import.meta.dirname, '../../../migrations/scylla'))

export const oneCopy = { strategy: 'NetworkTopologyStrategy', factor: 1 } as const

/** A keyspace of its own on the Cassandra of this run; it is not made yet. */
export function newKeyspace(): ScyllaSettings {
  return {
    ...{ contactPoints: ['127.0.0.1'], port: providedDatabase('cassandra').port, keyspace: `t_${newId().replaceAll('-', '')}` },
    ...{ readConsistency: 'LOCAL_QUORUM', writeConsistency: 'LOCAL_QUORUM' },
  }
}

export async function createKeyspace(): Promise<ScyllaSettings> {
  const settings = newKeyspace()
  await migrateScylla(settings, { keyspace: settings.keyspace, replication: oneCopy }, ofScylla)
  return settings
}
