import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db, ReadDb } from '../../db/database.ts'
import type { Centroids } from './centroids.ts'
import { createGroupedHome, leastToGroup } from './grouped-middles.ts'
import { createKernel } from './kernel.ts'
import { firstList, mostPassages, nextGeneration, rowsOf } from './keys.ts'
import { indexLimits } from './limits.ts'
import { createListBuffers, type ListBuffers, writeSegments } from './list-buffers.ts'
import { createProbe, type Probe } from './probe.ts'
import { removeLists } from './remove-lists.ts'
import type { VectorSpace } from './spaces.ts'
import { asRow, readCentroids, writeCentroids } from './stored-centroids.ts'
import { isOfVersionBefore, readCoding, writeDescription } from './stored-directions.ts'
import { type Training, trainLists } from './train-lists.ts'

/** A row of `vector_builds`. */
interface Build {
  readonly space: number
  readonly generation: number
  readonly lists: number
  readonly size: number
  readonly built_to: number
  readonly loose_to: number
  readonly removals: number
}

export const buildOf = (db: ReadDb, space: number): Build | undefined =>
  db.prepare<[number], Build>('SELECT * FROM vector_builds WHERE space = ?').get(space)

const rowsPerRead = 1024
/** Written in one commit: a few milliseconds in which nobody else writes. */
const bytesPerCommit = 2 * 1024 * 1024

/**
 * Makes new lists of all rows beside those that are searched, and puts them in their place in one commit. A build that was stopped
 * or killed goes on from its last mark. Rows written meanwhile stay loose.
 */
export async function buildLists(db: Db, { space, lists }: Training, signal: AbortSignal): Promise<void> {
  const build = begunBuild(db, space) ?? (await begin(db, { space, lists }, signal))
  const kernel = createKernel()
  const coding = readCoding(db, kernel, { ...space, generation: build.generation })
  const probe = createProbe(kernel, space.dimension, coding.drafts)
  const centroids = readCentroids(db, kernel, { space: space.id, generation: build.generation, coding })
  const isGrouped = coding.drafts === undefined && centroids.count >= leastToGroup
  const home = isGrouped ? createGroupedHome(kernel, centroids, probe.turned.width) : centroids.home
  await fill({ db, build, signal }, { probe, home, buffers: createListBuffers(kernel, centroids, coding) })
  db.transact((tx) => {
    tx.prepare(`
      UPDATE vector_spaces SET generation = ?, list_changes = list_changes + 1, trained_size = ?, swept = ?, loose_done = ?,
        probes = 0
      WHERE id = ?
    `).run(build.generation, build.size, build.removals, build.loose_to, space.id)
    tx.prepare('DELETE FROM vector_builds WHERE space = ?').run(space.id)
  })
  await removeLists(db, { space: space.id, kept: build.generation }, signal)
}

/** Codes of a version before are not added to. */
function begunBuild(db: Db, space: VectorSpace): Build | undefined {
  const build = buildOf(db, space.id)
  if (build === undefined || !isOfVersionBefore(db, { ...space, generation: build.generation })) return build
  db.transact((tx) => tx.prepare('DELETE FROM vector_builds WHERE space = ?').run(space.id))
  return undefined
}

async function begin(db: Db, { space, lists }: Training, signal: AbortSignal): Promise<Build> {
  await removeLists(db, { space: space.id, kept: space.generation }, signal)
  const generation = nextGeneration(space.generation)
  const loose = db.prepare<[], number | null>('SELECT max(n) FROM loose_vectors').pluck().get() ?? 0
  const { description, centroids } = await trainLists(db, { space, lists }, signal)
  const start = { space: space.id, generation, lists, size: space.size, removals: space.removals, built_to: 0, loose_to: loose }
  db.transact((tx) => {
    if (description) writeDescription(tx, start, description)
    writeCentroids(tx, start, centroids)
    tx.prepare(`
      INSERT INTO vector_builds (space, generation, lists, size, removals, built_to, loose_to)
      VALUES (@space, @generation, @lists, @size, @removals, @built_to, @loose_to)
    `).run(start)
  })
  return start
}

interface Filling {
  readonly probe: Probe
  readonly home: Centroids['home']
  readonly buffers: ListBuffers
}

interface Running {
  readonly db: Db
  readonly build: Build
  readonly signal: AbortSignal
}

async function fill(running: Running, { probe, home, buffers }: Filling): Promise<void> {
  const { db, build, signal } = running
  const [first, last] = rowsOf(build.space)
  const read = db.prepare<[number, number, number], { id: number; scale: number; vector: Buffer }>(
    'SELECT id, scale, vector FROM vectors WHERE id > ? AND id <= ? ORDER BY id LIMIT ?',
  )
  let to = Math.max(build.built_to, first - 1)
  for (let marked = 0; ; ) {
    await nextTurn(undefined, { signal })
    const rows = read.all(to, last, rowsPerRead)
    for (const { id, scale, vector } of rows) {
      probe.setRow(asRow(vector), scale)
      buffers.add(home(probe), probe, passageOf(id, first))
    }
    to = rows.at(-1)?.id ?? to
    marked += rows.length
    if (buffers.fullBytes() >= bytesPerCommit) write(db, build, buffers.take())
    if (rows.length < rowsPerRead || marked >= indexLimits.rowsPerMark) {
      await writeAll(running, buffers)
      db.transact((tx) => tx.prepare('UPDATE vector_builds SET built_to = ? WHERE space = ?').run(to, build.space))
      marked = 0
    }
    if (rows.length < rowsPerRead) return
  }
}

type Segments = ReturnType<ListBuffers['take']>

const write = (db: Db, { space, generation }: Build, segments: Segments): void =>
  db.transact((tx) => writeSegments(tx, segments, { first: firstList(space, generation), changed: 0 }))

async function writeAll({ db, build, signal }: Running, buffers: ListBuffers): Promise<void> {
  const segments = buffers.take({ all: true })
  const perCommit = 200
  for (let from = 0; from < segments.length; from += perCommit) {
    await nextTurn(undefined, { signal })
    write(db, build, segments.slice(from, from + perCommit))
  }
}

export function passageOf(id: number, first: number): number {
  const passage = id - first
  if (passage >= mostPassages) throw new RangeError(`Passage ${passage} is too large for the vector index`)
  return passage
}
