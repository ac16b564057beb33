import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openKey } from '../../src-main/db/key.ts'
import { storePath } from '../../src-main/db/store-files.ts'
import { createIndexerEngine, indexerChild } from '../../src-main/engine/indexer-engine.ts'
import { createSupervised } from '../../src-main/engine/supervise.ts'
import { createVectorIndex } from '../../src-main/search/vector-index.ts'
import { nextWork } from '../../src-main/search/vectors/maintain.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { openBenchStore } from './open-bench-store.ts'
import { measurePairs } from './paired.ts'
import type { QueryFigures } from './query-vectors.ts'
import type { Benchmark, BenchOptions, Row } from './row.ts'
import { median, percentile, shortNumber, spread } from './statistics.ts'
import { fillVectors } from './vectors/fill-vectors.ts'
import { benchEmbedder, dimension, type Filled, questionsOf, wanted } from './vectors/filled-set.ts'
import { createVectors, type Generator as Kind } from './vectors/generate-vectors.ts'
import { openSqliteVec, openUsearch, type Peer } from './vectors/peers.ts'

const usualSize = 100_000
/** A graph of ten million vectors takes more memory than the machine has. */
const largestForGraph = 1_000_000
/** sqlite-vec compares every row: so many are compared in all while pairs are measured, and five questions at least. */
const rowsCompared = 5_000_000
const removed = 2000
const { signal } = new AbortController()

/** The vector index as it ships: rows through `putVectors` into the encrypted store, lists by the indexer's child, searches on the thread. */
const measured = [
  ...['p50_ms', 'p95_ms', 'recall5', 'filter_recall5', 'private_memory_mb', 'cold_first_ms', 'build_minutes'],
  'against_PEER.p50_ratio',
]

export const vectorsBenches: readonly Benchmark[] = (['a', 'b'] as const).map((generator) => ({
  group: 'vectors',
  rows: [`vectors.${generator}`, ...measured.map((name) => `vectors.N.G.${name}`)],
  run: (options) => measure(generator, options.size ?? usualSize, options),
}))

async function* measure(generator: Kind, count: number, options: BenchOptions): AsyncGenerator<Row> {
  using temporary = tempFolder()
  const folder = join(options.keep ?? temporary.path, `vectors-${generator}-${count}`)
  mkdirSync(folder, { recursive: true })
  const filled = await fillVectors({ folder, generator, count, tell: options.tell })
  const row = rowsOf(`vectors.${sizeName(count)}.${generator}`, count)
  yield row('insert_rows_per_s', [filled.rowsPerSecond, 'rows/s'], 'passages, word indexes and vectors, 4,000 a commit')
  const built = await build(folder)
  if (built !== undefined) yield row('build_minutes', [built / 60_000, 'min'], 'the child’s own time, searchable meanwhile')
  yield row('disk_mb', [statSync(storePath(folder)).size / 1e6, 'MB'], 'passages of one word and all indexes included')
  yield* queryRows(await query(folder), row)
  yield* againstPeers(folder, { ...filled, row, pairs: options.pairs, tell: options.tell })
  if (options.keep === undefined)
    yield row('delete_rows_per_s', [await deleteRate(folder), 'rows/s'], `${removed} passages in one commit`)
}

type MakeRow = (name: string, measured: readonly [figure: number, unit: string], note?: string) => Row

const rowsOf =
  (prefix: string, n: number): MakeRow =>
  (name, [figure, unit], note) => ({ name: `${prefix}.${name}`, figure, unit, n, ...(note === undefined ? {} : { note }) })

const sizeName = (count: number): string => (count >= 1_000_000 ? `${count / 1_000_000}m` : `${count / 1000}k`)

/** By the child that ships. Undefined when a run before this one did it. */
async function build(folder: string): Promise<number | undefined> {
  const { key } = await openKey({ folder })
  await using store = await openBenchStore(folder)
  if (nextWork(store.db) === undefined) return undefined
  await using supervised = createSupervised({ ...indexerChild, log: { debug() {}, info() {}, warn() {}, error() {} } })
  const startedAt = performance.now()
  await createIndexerEngine({ supervised }).maintain({ path: storePath(folder), key }, signal)
  return performance.now() - startedAt
}

/** In a process of its own, so that its memory is only what searching takes. */
async function query(folder: string): Promise<QueryFigures> {
  dropFromPageCache(storePath(folder))
  const child = fork(fileURLToPath(new URL('query-vectors.ts', import.meta.url)), [folder])
  const [figures] = await once(child, 'message')
  return figures
}

/** As after a start of the machine; only this file. */
const dropFromPageCache = (path: string): void => {
  execFileSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none'])
}

function* queryRows({ timesMs, recall, coldFirstMs, filters, privateMb }: QueryFigures, row: MakeRow): Generator<Row> {
  yield { ...row('p50_ms', [median(timesMs), 'ms'], spread(timesMs)), samples: timesMs.map((ms) => Number(ms.toFixed(3))) }
  yield row('p95_ms', [percentile(timesMs, 0.95), 'ms'])
  yield row('recall5', [recall, ''])
  const lowest = Math.min(...filters.map((filter) => filter.recall))
  const each = filters.map(
    (filter) => `${filter.share * 100} %: ${filter.recall.toFixed(3)}, ${shortNumber(median(filter.timesMs))} ms`,
  )
  yield row('filter_recall5', [lowest, ''], each.join('; '))
  yield row('private_memory_mb', [privateMb, 'MB'], 'of the whole process')
  yield row('cold_first_ms', [coldFirstMs, 'ms'], 'thread, file and centroids opened; nothing of the file in the page cache')
}

interface Compared extends Filled {
  readonly row: MakeRow
  readonly pairs: number
  readonly tell: BenchOptions['tell']
}

async function* againstPeers(folder: string, { generator, count, truth, row, pairs, tell }: Compared): AsyncGenerator<Row> {
  const { key } = await openKey({ folder })
  await using index = createVectorIndex({ path: storePath(folder), key })
  const source = createVectors(generator, { dimension, count })
  const questions = questionsOf(source)
  using beside = tempFolder()
  const usearch = count > largestForGraph ? [] : [() => openUsearch(source, count)]
  const fewest = Math.min(50, Math.ceil(rowsCompared / count))
  for (const open of [() => openSqliteVec(beside.path, source, count), ...usearch]) {
    tell('another index is filled with the same vectors')
    const peer = open()
    const questionOf = (run: number) => questions[run % questions.length] ?? new Float32Array(dimension)
    const { ratio, pairs: measured } = await measurePairs(
      async (run) => await timed(() => index.search(questionOf(run), { embedderId: benchEmbedder, limit: wanted }, signal)),
      async (run) => await timed(async () => peer.search(questionOf(run))),
      { pairs: count > usualSize ? fewest : Math.max(pairs, fewest), warmUps: fewest },
    )
    const theirs = median(measured.map((pair) => pair.theirs))
    const asked = questions.slice(0, Math.max(fewest * 4, 5))
    const recall = recallOf(peer, asked, truth[0] ?? []).toFixed(3)
    const note = `theirs ${shortNumber(theirs)} ms on one thread, recall ${recall} of ${asked.length} questions`
    yield { ...row(`against_${peer.name}.p50_ratio`, [ratio, ''], note), against: peer.name, ratio }
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

function recallOf(peer: Peer, questions: readonly Float32Array[], truth: readonly (readonly number[])[]): number {
  const hits = questions.reduce(
    (sum, question, n) => sum + peer.search(question).filter((each) => truth[n]?.includes(each)).length,
    0,
  )
  return hits / (questions.length * wanted)
}

async function deleteRate(folder: string): Promise<number> {
  await using store = await openBenchStore(folder)
  const startedAt = performance.now()
  store.db.transact((tx) => tx.prepare('DELETE FROM passages WHERE rowid <= ?').run(removed))
  return (removed / (performance.now() - startedAt)) * 1000
}
