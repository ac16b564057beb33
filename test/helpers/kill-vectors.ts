import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { openDatabase, type StoreDb } from '../../src-main/db/database.ts'
import { applyMigrations } from '../../src-main/db/migrate.ts'
import { readMigrations } from '../../src-main/db/migration-files.ts'
import { searchHere } from '../../src-main/search/vector-index.ts'
import { entriesOf } from '../../src-main/search/vectors/code-entries.ts'
import { firstRow, firstSegment, listsOf } from '../../src-main/search/vectors/keys.ts'
import { indexLimits } from '../../src-main/search/vectors/limits.ts'
import { shapeOfList } from '../../src-main/search/vectors/stored-directions.ts'
import { seeded } from './seeded.ts'
import { tempFolder } from './temp-folder.ts'
import { testKey } from './temp-store.ts'
import { migrationsFolder } from './test-db.ts'
import { addDocuments, addVectors, buildSome, clustered, embedderId, signal, spaceOf } from './vector-store.ts'

const child = fileURLToPath(new URL('vector-child.ts', import.meta.url))

export interface Killing {
  readonly kills: number
  readonly seed: number
  /** Rows that are there before; so many that directions are learned of them make lists that have drafts. */
  readonly rows?: number
}

/** Kills a child that tends an index so often, at moments of chance, and looks at what is left each time. Answers at what it was killed. */
export async function killVectors({ kills, seed, rows = 0 }: Killing): Promise<string[]> {
  using folder = tempFolder()
  const path = join(folder.path, 'hearth.db')
  const random = seeded(seed)
  const documents = await prepare(path, rows)
  const stages: string[] = []
  for (let n = 0; n < kills; n++) {
    stages.push(await runUntilKilled([path, String(seed + n), ...documents], random() * 900))
    using db = openDatabase(path, testKey)
    await expectWhole(db)
    // A store that only grows would make the later kills slow, and no better.
    if (n % 20 === 19) db.transact((tx) => tx.prepare('DELETE FROM passages WHERE rowid % 3 <> 0 AND rowid > ?').run(rows))
  }
  return stages
}

async function prepare(path: string, rows: number): Promise<readonly string[]> {
  using db = openDatabase(path, testKey)
  applyMigrations(db, readMigrations(migrationsFolder), () => 0)
  const documents = addDocuments(db)
  if (rows === 0) return documents
  addVectors(db, documents, clustered(0, { count: rows, dimension: indexLimits.fewestDimensions }))
  await buildSome(db, 5)
  expect(db.prepare('SELECT count(*) FROM vector_directions').pluck().get()).toBeGreaterThan(0)
  return documents
}

/** So long after its first word. */
async function runUntilKilled(args: readonly string[], afterMs: number): Promise<string> {
  const process_ = spawn(process.execPath, [child, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(process_, 'exit')
  let said = ''
  process_.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  await once(process_.stdout, 'data')
  setTimeout(() => process_.kill('SIGKILL'), afterMs)
  const [, signalName] = await exited
  expect(signalName).toBe('SIGKILL')
  return said.trim().split('\n').at(-1)?.split(' ')[0] ?? ''
}

interface StoredRow {
  readonly id: number
  readonly scale: number
  readonly vector: Buffer
}

const mostSearched = 500

/** The file is sound, every row is in a list or waits to be, and every one is found by its own vector, once. */
export async function expectWhole(db: StoreDb): Promise<void> {
  expect(db.prepare('PRAGMA integrity_check').pluck().all()).toEqual(['ok'])
  const rows = db.prepare<[], StoredRow>('SELECT * FROM vectors').all()
  if (rows.length === 0) return
  const space = spaceOf(db)
  expect(space.size).toBe(rows.length)
  expect(db.prepare('SELECT count(*) FROM passages').pluck().get()).toBe(rows.length)
  const reachable = new Set([...loose(db), ...listed(db)])
  expect(rows.filter(({ id }) => !reachable.has(id))).toEqual([])
  const index = searchHere(db)
  const step = Math.max(5, Math.ceil(rows.length / mostSearched))
  for (const { id, scale, vector } of rows.filter((_, n) => n % step === 0)) {
    const query = Float32Array.from(new Int8Array(vector), (value) => value * scale)
    const found = await index.search(query, { embedderId, limit: 20 }, signal)
    expect(found.map(({ passage }) => passage)).toContain(id - firstRow(space.id))
    expect(new Set(found.map(({ passage }) => passage)).size).toBe(found.length)
  }
}

const loose = (db: StoreDb): number[] =>
  db.prepare<[number], number>('SELECT id FROM loose_vectors WHERE n > ?').pluck().all(spaceOf(db).loose_done)

function listed(db: StoreDb): number[] {
  const { id, generation } = spaceOf(db)
  const [first, last] = listsOf(id, generation)
  const codes = db.prepare<[number, number], Buffer>('SELECT codes FROM vector_codes WHERE segment >= ? AND segment < ?').pluck()
  const segments = generation === 0 ? [] : codes.all(firstSegment(first), firstSegment(last + 1))
  const [base, shape] = [firstRow(id), shapeOfList(db, first)]
  return segments.flatMap((segment) => [...entriesOf(segment, shape)].map(({ passage }) => base + passage))
}
