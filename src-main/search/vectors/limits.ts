/**
 * Every threshold of the vector index, from `npm run bench -- vectors` on two cores at 768 dimensions (docs/decisions/0030). They shift
 * where time is spent, never what is right.
 */
export const indexLimits = {
  /** Up to here all rows are compared exactly; no lists are kept. */
  exactRows: 20_000,
  /** Up to here one list holds all codes. */
  flatRows: 50_000,
  /** Times the square root of the rows. More lists are more exact, but each costs half a microsecond when it is looked at. */
  listsPerRoot: 2,
  mostLists: 8192,
  /** Lists are trained anew when they grew by this and a search meets so many times the entries it would meet in equal ones. */
  unequalGrowth: 1.3,
  inequality: 3,
  /** And when they grew by this and so large a share of the rows is in lists that got rows unlike those of the training. */
  strangeGrowth: 1.1,
  strangeShare: 0.2,
  /** Rows that a kill can cost a build. */
  rowsPerMark: 500_000,
  /** Directions that are learned of the rows, at most, and from how many dimensions on: with fewer, signs are short enough. */
  directions: 128,
  fewestDimensions: 128,
  /** Groups of four bits of a head: the more, the longer it takes to look at all; the fewer, the more sketches are looked at. */
  headGroups: 32,
  /** And of a tail, which is looked at where a head does not rule a row out. */
  tailGroups: 32,
  /** Shares of neighbours that heads do not rule out, and that heads and tails do not. */
  headedShare: 0.98,
  tailedShare: 0.995,
  /** A filtered set of at most so many rows is compared exactly. */
  exactFiltered: 20_000,
  /** Reading a row and comparing it takes as long as comparing so many in memory. */
  readingCosts: 7,
  /**
   * Lists looked at for a query, by which the index chooses what the data take (find-probes.ts). More can be looked at while all codes
   * are in memory than when they are read.
   */
  probes: { first: 256, fewest: 16, resident: 4096, read: 96 },
  residentRows: 1_100_000,
  /** Share of what most probes find that is found by those that are chosen: of so many rows at most. The more there are, the more lists cost. */
  foundShares: [
    { rows: 250_000, share: 0.997 },
    { rows: 2_000_000, share: 0.995 },
    { rows: Number.POSITIVE_INFINITY, share: 0.95 },
  ],
  /**
   * A filtered search looks at so many times the lists, and goes on through them until it met so many that are allowed: the more rows there are, the
   * further from each other are the nearest of a few.
   */
  filteredProbes: 2,
  allowedSeen: { resident: 3000, read: 10_000 },
  /** Candidates that may be compared exactly, and how many standard deviations an estimate is given the benefit of. */
  candidates: { fewest: 100, most: 400 },
  doubt: 2.5,
  /** Codes kept in memory, in bytes. Where they do not all fit, few of those that are kept are asked for again. */
  cacheBytes: { resident: 160 * 1024 * 1024, read: 48 * 1024 * 1024 },
  /** From so many rows on threads share a search: at most so many, which was not measured with more than two. */
  sharedRows: 250_000,
  threads: 2,
  /** Rows without a list that are kept in memory; what is beyond is read for every query until it is taken in. */
  looseInMemory: 40_000,
  /** Loose rows are taken into the lists from so many on: a share of all, within bounds. */
  looseShare: 0.01,
  fewestLoose: 4096,
  mostLoose: 40_000,
  /** Lists are swept when this share of what they hold may be gone. */
  goneShare: 0.1,
} as const

/** The fewer the dimensions, the less one bit of each tells: more are compared. */
export function candidatesFor(dimension: number): number {
  const { fewest, most } = indexLimits.candidates
  return Math.min(most, Math.max(fewest, Math.round((fewest * 768) / dimension)))
}

export const foundShareFor = (size: number): number => indexLimits.foundShares.find(({ rows }) => size <= rows)?.share ?? 1

/** Whether all codes are in memory, or those of the lists that are looked at are read: by the rows that the lists were made of. */
export const placeOf = (rows: number): 'resident' | 'read' => (rows > indexLimits.residentRows ? 'read' : 'resident')

/** Lists for so many rows. */
export function listsFor(rows: number): number {
  if (rows <= indexLimits.flatRows) return 1
  return Math.min(indexLimits.mostLists, Math.round(indexLimits.listsPerRoot * Math.sqrt(rows)))
}
