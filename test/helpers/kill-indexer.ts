import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase, type StoreDb } from '../../src-main/db/database.ts'
import { applyMigrations } from '../../src-main/db/migrate.ts'
import { readMigrations } from '../../src-main/db/migration-files.ts'
import { putVectors } from '../../src-main/db/put-vectors.ts'
import { createIndexerEngine, indexerChild } from '../../src-main/engine/indexer-engine.ts'
import { createSupervised } from '../../src-main/engine/supervise.ts'
import { indexLimits } from '../../src-main/search/vectors/limits.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { expectWhole } from './kill-vectors.ts'
import { seeded } from './seeded.ts'
import { tempFolder } from './temp-folder.ts'
import { testKey } from './temp-store.ts'
import { migrationsFolder } from './test-db.ts'
import { addDocuments, addVectors, clustered, embedderId, removeVectors, signal, spaceOf } from './vector-store.ts'

const entry = new URL('indexer-child.ts', import.meta.url)
const log = { debug() {}, info() {}, warn() {}, error() {} }
const dimension = indexLimits.fewestDimensions
const kinds = ['build', 'take in', 'sweep'] as const

export interface KilledIndexer {
  /** Kills that found the child at work. */
  readonly kills: number
  /** What it was killed at, by what had been made to be done. */
  readonly at: Readonly<Record<(typeof kinds)[number], number>>
  /** Kills that found a build which had begun and was not done. */
  readonly builds: number
}

interface KillingIndexer {
  readonly kills: number
  readonly seed: number
  /** Rows that are there before; of so many that directions are learned of them, codes are drafts. */
  readonly rows: number
}

/** Kills the indexer's child, which tends a store that this process writes to as the core does, and looks at what is left each time. */
export async function killIndexer({ kills, seed, rows }: KillingIndexer): Promise<KilledIndexer> {
  using folder = tempFolder()
  const file = { path: join(folder.path, 'hearth.db'), key: testKey }
  using db = openDatabase(file.path, file.key)
  applyMigrations(db, readMigrations(migrationsFolder), () => 0)
  const documents = addDocuments(db)
  addVectors(db, documents, clustered(0, { count: rows, dimension }))
  await using supervised = createSupervised({ ...indexerChild, entry, log })
  const engine = createIndexerEngine({ supervised })
  await engine.maintain(file, signal)
  const random = seeded(seed)
  const counts = { kills: 0, builds: 0, at: { build: 0, 'take in': 0, sweep: 0 } }
  for (let n = 0; counts.kills < kills; n++) {
    const kind = kinds[n % kinds.length] ?? 'build'
    makeWork(db, documents, { kind, random, n, rows })
    supervised.retry()
    const tended = engine.maintain(file, signal).then(
      () => undefined,
      (error: unknown) => error,
    )
    const pid = await runningPid(supervised)
    const isRunning = () => supervised.state().pid === pid
    await sleep(random() * (kind === 'build' && n % 2 === 0 ? await begunBuild(db, isRunning) : longestMs[kind]))
    // It may have done its work and ended.
    if (isRunning()) process.kill(pid, 'SIGKILL')
    const fault = await tended
    if (fault instanceof AppError) {
      counts.kills += 1
      counts.at[kind] += 1
      if (isBuilding(db)) counts.builds += 1
    }
    await expectWhole(db)
  }
  supervised.retry()
  await engine.maintain(file, signal)
  await expectWhole(db)
  return counts
}

/** About as long as each takes. */
const longestMs = { build: 1500, 'take in': 300, sweep: 300 } as const

interface Working {
  readonly kind: (typeof kinds)[number]
  readonly random: () => number
  readonly n: number
  readonly rows: number
}

/** Rows come, change and go; then the index wants what is asked for. */
function makeWork(db: StoreDb, documents: readonly string[], { kind, random, n, rows }: Working): void {
  const last = db.prepare<[], number>('SELECT max(rowid) FROM passages').pluck().get() ?? 0
  const any = (count: number) => Array.from({ length: count }, () => 1 + Math.floor(random() * last))
  addVectors(db, documents, clustered(n, { count: kind === 'take in' ? 200 : 20, dimension }))
  removeVectors(db, any(kind === 'sweep' ? 400 : 20))
  const [changed, some] = [clustered(n + 1, { count: 20, dimension }), any(20)]
  db.transact((tx) => {
    putVectors(
      tx,
      embedderId,
      changed.map((vector, at) => ({ passage: some[at] ?? 1, vector })),
    )
    // Lists for so few rows are too few by now.
    if (kind === 'build') tx.prepare('UPDATE vector_spaces SET trained_size = 100 WHERE id = ?').run(spaceOf(db).id)
  })
  if (last > rows + 6000) db.transact((tx) => tx.prepare('DELETE FROM passages WHERE rowid % 2 = 0 AND rowid > ?').run(rows))
}

/** However long the machine takes to read and learn before it. Gives about how long it writes from then on. */
async function begunBuild(db: StoreDb, isRunning: () => boolean): Promise<number> {
  while (isRunning() && !isBuilding(db)) await sleep(5)
  return writingMs
}

const writingMs = 300

const isBuilding = (db: StoreDb): boolean => db.prepare('SELECT 1 FROM vector_builds').get() !== undefined

type Watched = Pick<ReturnType<typeof createSupervised>, 'state' | 'onState'>

async function runningPid({ state, onState }: Watched): Promise<number> {
  const started = Promise.withResolvers<number>()
  const look = (): void => {
    const { phase, pid } = state()
    if (phase === 'ready' && pid !== null) started.resolve(pid)
  }
  using _ = onState(look)
  look()
  return await started.promise
}
