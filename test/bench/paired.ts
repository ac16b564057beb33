import { median } from './statistics.ts'

export interface Pair {
  readonly ours: number
  readonly theirs: number
}

export interface Paired {
  readonly pairs: readonly Pair[]
  /** Median of ours minus theirs, pair by pair. */
  readonly difference: number
  /** Median of ours by theirs, pair by pair. */
  readonly ratio: number
}

export interface PairedOptions {
  readonly pairs: number
  /** Runs of each before the first pair that counts. */
  readonly warmUps?: number
}

export const fewestPairs = 5

/** Measures both one after the other, again and again, who begins changing each time: what the machine does meanwhile hits both. */
export async function measurePairs(
  ours: (run: number) => Promise<number>,
  theirs: (run: number) => Promise<number>,
  { pairs, warmUps = 2 }: PairedOptions,
): Promise<Paired> {
  const measured: Pair[] = []
  for (let run = 0; run < warmUps + Math.max(fewestPairs, pairs); run++) {
    const pair = run % 2 === 0 ? await oursFirst(ours, theirs, run) : await theirsFirst(ours, theirs, run)
    if (run >= warmUps) measured.push(pair)
  }
  return summarise(measured)
}

type Measure = (run: number) => Promise<number>

async function oursFirst(ours: Measure, theirs: Measure, run: number): Promise<Pair> {
  const first = await ours(run)
  return { ours: first, theirs: await theirs(run) }
}

async function theirsFirst(ours: Measure, theirs: Measure, run: number): Promise<Pair> {
  const first = await theirs(run)
  return { ours: await ours(run), theirs: first }
}

/** The medians are of the pairs' own differences and ratios, so that a slow minute of the machine does not count twice. */
export function summarise(pairs: readonly Pair[]): Paired {
  return {
    pairs,
    difference: median(pairs.map(({ ours, theirs }) => ours - theirs)),
    ratio: median(pairs.map(({ ours, theirs }) => ours / theirs)),
  }
}
