import type { ReadDb } from '../../db/database.ts'
import type { Collecting } from './collecting.ts'
import { createKernel } from './kernel.ts'
import { createLooseRows } from './loose-rows.ts'
import { createProbe, type Probe } from './probe.ts'
import { createSearchedLists } from './search-lists.ts'
import type { VectorSpace } from './spaces.ts'
import { readCoding } from './stored-directions.ts'
import type { Share } from './vector-query.ts'

/** One space under one generation of its lists, as far as it is in memory. */
export interface SpaceReader {
  readonly probe: Probe
  /** Brings what is in memory up to what is in the file, as far as the share is searched in it. */
  follow(space: VectorSpace, share: Share): void
  /** Adds candidates for what the probe was set to, each with the highest score it may have. */
  collect(search: Collecting): void
  /** The product of the probe with a row as it is stored. */
  compare(vector: Buffer, scale: number): number
  /** The row is no more. */
  drop(passage: number): void
}

export function createSpaceReader(db: ReadDb, space: VectorSpace, threads = 1): SpaceReader {
  const kernel = createKernel()
  const coding = readCoding(db, kernel, space)
  const probe = createProbe(kernel, space.dimension, coding.drafts)
  const loose = createLooseRows(kernel, coding.padded)
  const row = kernel.reserve(coding.padded)
  const lists = space.generation === 0 ? undefined : createSearchedLists(db, space, { kernel, coding, probe, threads })
  return {
    probe,
    follow(state, share) {
      lists?.follow(state)
      if (hasLoose(share)) loose.follow(db, state)
    },
    collect(search) {
      if (hasLoose(search.share)) loose.collect(db, probe, search)
      lists?.collect(search)
    },
    compare(vector, scale) {
      kernel.views().u8.set(vector, row)
      return probe.rowProduct(row, scale)
    },
    drop(passage) {
      loose.drop(passage)
      lists?.drop(passage)
    },
  }
}

/** Rows without a list are few: one thread looks at them. */
const hasLoose = ({ part }: Share): boolean => part === 0
