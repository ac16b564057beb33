import type { Db, ReadDb } from '../../db/database.ts'
import { buildLists, buildOf } from './build-lists.ts'
import { findProbes } from './find-probes.ts'
import { listsOf, rowsOf } from './keys.ts'
import { indexLimits, listsFor } from './limits.ts'
import { isToGo, removeSpace } from './remove-space.ts'
import { allSpaces, type VectorSpace } from './spaces.ts'
import { isOfVersionBefore } from './stored-directions.ts'
import { sweepLists } from './sweep-lists.ts'
import { takeInLoose } from './take-in-loose.ts'
import { tidyLoose } from './tidy-loose.ts'

const works = {
  build: (db: Db, space: VectorSpace, signal: AbortSignal) => buildLists(db, { space, lists: listsFor(space.size) }, signal),
  find_probes: findProbes,
  take_in: takeInLoose,
  sweep: sweepLists,
  tidy: tidyLoose,
  remove: removeSpace,
} as const

/** Something the index wants done. Searches are right without it, only slower. */
export interface IndexWork {
  readonly work: keyof typeof works
  readonly space: VectorSpace
}

/** What is most urgent; undefined when all is well. */
export function nextWork(db: ReadDb): IndexWork | undefined {
  for (const space of allSpaces(db)) {
    const work = workOf(db, space)
    if (work) return { work, space }
  }
  return undefined
}

/** Does what there is to do until nothing is left. May be stopped or killed at any moment. */
export async function maintain(db: Db, signal: AbortSignal): Promise<void> {
  for (let next = nextWork(db); next !== undefined; next = nextWork(db)) await works[next.work](db, next.space, signal)
}

function workOf(db: ReadDb, space: VectorSpace): IndexWork['work'] | undefined {
  const { size, generation, removals, swept, remove_at } = space
  if (remove_at !== null) return isToGo(space) ? 'remove' : undefined
  if (buildOf(db, space.id) || isOutgrown(db, space)) return 'build'
  const loose = looseCount(db, space)
  if (loose.done > 0 || (generation === 0 && loose.waiting > 2 * size + indexLimits.fewestLoose)) return 'tidy'
  if (generation === 0) return undefined
  if (space.probes === 0) return 'find_probes'
  const most = Math.min(indexLimits.mostLoose, Math.max(indexLimits.fewestLoose, size * indexLimits.looseShare))
  if (loose.waiting >= most) return 'take_in'
  return removals - swept > size * indexLimits.goneShare + indexLimits.fewestLoose ? 'sweep' : undefined
}

/** There should be twice as many lists, or a quarter; or they became very unequal or strange; or a version before made them. */
function isOutgrown(db: ReadDb, space: VectorSpace): boolean {
  const { id, size, generation, trained_size } = space
  if (generation === 0) return size > indexLimits.exactRows
  if (isOfVersionBefore(db, space)) return true
  const [now, then] = [listsFor(size), listsFor(trained_size)]
  if (now >= 2 * then || now * 4 <= then) return true
  const range = listsOf(id, generation)
  if (size > trained_size * indexLimits.strangeGrowth && strangeShare(db, range) > indexLimits.strangeShare) return true
  return size > trained_size * indexLimits.unequalGrowth && inequality(db, range) > indexLimits.inequality
}

/** Share of the entries that are in lists whose heads have to be allowed more than those of the training. */
function strangeShare(db: ReadDb, range: readonly [number, number]): number {
  const share = db.prepare<[number, number], number | null>(
    'SELECT total(size) FILTER (WHERE slack > 0) / sum(size) FROM vector_lists WHERE list BETWEEN ? AND ?',
  )
  return share.pluck().get(...range) ?? 0
}

/** How many times the entries a search meets are those it would meet in lists of equal size. */
function inequality(db: ReadDb, range: readonly [number, number]): number {
  const found = db
    .prepare<[number, number], { count: number; entries: number; squares: number }>(
      'SELECT count(*) AS count, total(size) AS entries, total(size * size) AS squares FROM vector_lists WHERE list BETWEEN ? AND ?',
    )
    .get(...range)
  return found === undefined || found.entries === 0 ? 1 : (found.squares * found.count) / found.entries ** 2
}

/** Counted no further than matters. */
function looseCount(db: ReadDb, { id, loose_done }: VectorSpace): { done: number; waiting: number } {
  const count = db
    .prepare<[number, number, number, number, number], number>(
      'SELECT count(*) FROM (SELECT 1 FROM loose_vectors WHERE n > ? AND n <= ? AND id BETWEEN ? AND ? LIMIT ?)',
    )
    .pluck()
  const range = rowsOf(id)
  const done = count.get(0, loose_done, ...range, 1) ?? 0
  return { done, waiting: count.get(loose_done, Number.MAX_SAFE_INTEGER, ...range, indexLimits.mostLoose * 2) ?? 0 }
}
