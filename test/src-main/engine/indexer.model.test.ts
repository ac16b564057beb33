import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/db/database.ts'
import { applyMigrations } from '../../../src-main/db/migrate.ts'
import { readMigrations } from '../../../src-main/db/migration-files.ts'
import { createIndexerEngine, indexerChild } from '../../../src-main/engine/indexer-engine.ts'
import { createSupervised } from '../../../src-main/engine/supervise.ts'
import { createVectorIndex } from '../../../src-main/search/vector-index.ts'
import { indexLimits } from '../../../src-main/search/vectors/limits.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { testKey } from '../../helpers/temp-store.ts'
import { migrationsFolder } from '../../helpers/test-db.ts'
import { addDocuments, addVectors, clustered, embedderId, signal, spaceOf } from '../../helpers/vector-store.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }

test('the child gives a grown store its lists while it is searched and written to', async () => {
  using folder = tempFolder()
  const file = { path: join(folder.path, 'hearth.db'), key: testKey }
  using db = openDatabase(file.path, file.key)
  applyMigrations(db, readMigrations(migrationsFolder), () => 0)
  const documents = addDocuments(db)
  const vectors = clustered(1, { count: indexLimits.exactRows + 100, dimension: 32 })
  addVectors(db, documents, vectors)
  await using supervised = createSupervised({ ...indexerChild, log })
  await using index = createVectorIndex(file)
  const first = async (query: Float32Array = new Float32Array(32)) =>
    (await index.search(query, { embedderId, limit: 1 }, signal))[0]?.passage

  const tended = createIndexerEngine({ supervised }).maintain(file, signal)
  expect(await first(vectors[41])).toBe(42)
  const [late] = clustered(99, { count: 1, dimension: 32 })
  addVectors(db, documents, late ? [late] : [])
  await tended

  expect(spaceOf(db).generation).toBe(1)
  expect(await first(vectors[41])).toBe(42)
  expect(await first(late)).toBe(vectors.length + 1)
})
