import type { ReadDb } from '../../db/database.ts'
import { type AllowedPassages, readAllowedPassages } from './allowed-passages.ts'
import { firstRow } from './keys.ts'
import { candidatesFor, indexLimits } from './limits.ts'
import { newestLoose } from './loose-rows.ts'
import { createSpaceReader, type SpaceReader } from './space-reader.ts'
import { readSpace, type VectorSpace } from './spaces.ts'
import { createTopScores } from './top-scores.ts'
import {
  type Neighbour,
  type Share,
  type ShareFound,
  type ShareQuery,
  shareQuery,
  type VectorQuery,
  wholeIndex,
} from './vector-query.ts'

interface StoredVector {
  readonly scale: number
  readonly vector: Buffer
}

/** Of a share what is best in it. */
export type SearchShare = (query: Float32Array, wanted: ShareQuery, share: Share) => ShareFound
export type SearchVectors = (query: Float32Array, wanted: VectorQuery) => readonly Neighbour[]

export interface Sharing {
  /** So many share the searches in large indexes. */
  readonly threads: number
  /** Rows from which on an index is large. */
  readonly from: number
}

export function createVectorSearch(db: ReadDb): SearchVectors {
  const search = createShareSearch(db, { threads: 1, from: indexLimits.sharedRows })
  return (query, wanted) => search(query, shareQuery(wanted), wholeIndex).found
}

/**
 * Searches on this thread. Codes and memory only propose: whatever is answered was read as it stands in `vectors`, so nothing that is gone,
 * changed or listed twice can come out. `db` shows one state for as long as a call runs.
 */
export function createShareSearch(db: ReadDb, { threads, from }: Sharing): SearchShare {
  const filters = createFilters(db)
  let open: { readonly space: VectorSpace; readonly threads: number; readonly reader: SpaceReader } | undefined

  function readerOf(space: VectorSpace, share: Share): SpaceReader {
    const sharing = space.size < from ? 1 : threads
    if (open === undefined || !isSame(open.space, space) || open.threads !== sharing)
      open = { space, threads: sharing, reader: createSpaceReader(db, space, sharing) }
    open.reader.follow(space, share)
    return open.reader
  }

  function find(query: Float32Array, space: VectorSpace, { share, allowed, limit }: Wanted): readonly Neighbour[] {
    if (space.dimension !== query.length || limit < 1 || allowed?.count === 0) return []
    const reader = readerOf(space, share)
    reader.probe.set(query)
    const probes = space.probes || indexLimits.probes.first
    return searchSpace(db, { space: { ...space, probes }, reader, share, allowed, limit })
  }

  return (query, { embedderId, limit, filter }, asked) => {
    const space = readSpace(db, embedderId)
    if (space === undefined) return { found: [], state: '', isLarge: false }
    const isLarge = space.size >= from
    const allowed = filter === undefined ? undefined : filters.of(space, filter, asked.isAgain)
    const state = stateOf(db, space, allowed)
    // A small one is not shared: the first does all.
    if (!isLarge && asked.part > 0) return { found: [], state, isLarge }
    return { found: find(query, space, { share: isLarge ? asked : wholeIndex, allowed, limit }), state, isLarge }
  }
}

interface Wanted {
  readonly share: Share
  readonly allowed: AllowedPassages | undefined
  readonly limit: number
}

/** Two handles that tell the same would search the same rows in the same lists. */
function stateOf(db: ReadDb, space: VectorSpace, allowed: AllowedPassages | undefined): string {
  const { id, generation, probes, list_changes, size, removals } = space
  return [id, generation, probes, list_changes, size, removals, newestLoose(db), allowed?.count, allowed?.mark].join(' ')
}

/** A space that was emptied may begin anew with another dimension. */
const isSame = (a: VectorSpace, b: VectorSpace): boolean =>
  a.id === b.id && a.generation === b.generation && a.dimension === b.dimension

/** What is nearest to what the reader's probe was set to. */
export function searchSpace(db: ReadDb, searching: Searching): Neighbour[] {
  const { space, reader, share, allowed, limit } = searching
  if (allowed && isReadQuicker(space, allowed)) return compareAll(db, { space, reader, share, allowed, limit })
  for (;;) {
    const top = createTopScores(Math.max(candidatesFor(space.dimension), 3 * limit))
    reader.collect({ space, share, allowed, top, limit })
    const { neighbours, gone } = compare(db, top.sorted(), searching)
    for (const passage of gone) reader.drop(passage)
    // Ghosts took the place of candidates, and what is not as good was not looked at; without them there may be more.
    if (gone.length === 0) return neighbours
  }
}

/** Without lists, and as long as they fit there, all rows are in memory and are compared exactly there: then only few are read quicker. */
const isReadQuicker = ({ generation, size }: VectorSpace, { count }: AllowedPassages): boolean =>
  generation === 0 && size <= indexLimits.looseInMemory
    ? count * indexLimits.readingCosts < size
    : count <= indexLimits.exactFiltered

export interface Searching extends Comparing {
  readonly allowed: AllowedPassages | undefined
}

interface Comparing {
  readonly space: VectorSpace
  readonly reader: SpaceReader
  readonly share: Share
  readonly limit: number
}

/** Compares candidates exactly, the most promising first, until none that is left can be among the best. */
function compare(db: ReadDb, candidates: readonly { score: number; owner: number }[], { space, reader, limit }: Comparing) {
  const read = db.prepare<[number], StoredVector>('SELECT scale, vector FROM vectors WHERE id = ?')
  const best = createTopScores(limit)
  const looked = new Set<number>()
  const gone: number[] = []
  for (const { score, owner: passage } of candidates) {
    if (score < best.floor()) break
    if (looked.has(passage)) continue
    looked.add(passage)
    const row = read.get(firstRow(space.id) + passage)
    if (row === undefined) gone.push(passage)
    else best.add(reader.compare(row.vector, row.scale), passage)
  }
  return { neighbours: best.sorted().map(({ score, owner }) => ({ passage: owner, cosine: score })), gone }
}

/** Few are allowed: all of them are compared. */
function compareAll(db: ReadDb, { space, reader, share, limit, allowed }: Comparing & { allowed: AllowedPassages }): Neighbour[] {
  const read = db.prepare<[number, number], StoredVector & { id: number }>(
    'SELECT id, scale, vector FROM vectors WHERE id BETWEEN ? AND ?',
  )
  const best = createTopScores(limit)
  const first = firstRow(space.id)
  for (const [from, to] of allowed.runs.flatMap((run) => ownRuns(run, share)))
    for (const { id, scale, vector } of read.iterate(first + from, first + to))
      best.add(reader.compare(vector, scale), id - first)
  return best.sorted().map(({ score, owner }) => ({ passage: owner, cosine: score }))
}

const passagesTogether = 256

/** Threads take turns by the passages' numbers, whatever runs they are in. */
function ownRuns([first, last]: readonly [number, number], { part, of }: Share): (readonly [number, number])[] {
  if (of === 1) return [[first, last]]
  const own: [number, number][] = []
  for (let block = Math.floor(first / passagesTogether); block * passagesTogether <= last; block++) {
    if (block % of !== part) continue
    own.push([Math.max(first, block * passagesTogether), Math.min(last, (block + 1) * passagesTogether - 1)])
  }
  return own
}

const filtersKept = 4

/** The filters used last. A filter is read anew when rows came or went since. */
function createFilters(db: ReadDb) {
  const kept = new Map<string, { readonly state: string; readonly allowed: AllowedPassages }>()
  return {
    of(space: VectorSpace, key: string, isAgain: boolean): AllowedPassages {
      const state = `${space.id} ${space.size} ${space.removals}`
      const before = kept.get(key)
      const allowed = before?.state === state && !isAgain ? before.allowed : readAllowedPassages(db, key)
      kept.delete(key)
      kept.set(key, { state, allowed })
      if (kept.size > filtersKept) for (const oldest of kept.keys().take(1)) kept.delete(oldest)
      return allowed
    },
  }
}
