/** One line of the table. Milliseconds, calls or ratios; a figure of null could not be measured, and the note says why. */
export interface Row {
  readonly name: string
  readonly figure: number | null
  readonly unit: string
  /** What it was compared with, in the same run. */
  readonly against?: string
  /** Ours / theirs. */
  readonly ratio?: number
  /** Size of the data or number of samples. */
  readonly n: number
  readonly samples?: readonly number[]
  readonly note?: string
}

export interface BenchOptions {
  /** Pairs of a comparison, after a warm-up. */
  readonly pairs: number
  readonly tell: (line: string) => void
  /** Whether a benchmark that has a page of its own in `docs` writes its tables there. */
  readonly write: boolean
  /** Size of the data, where a benchmark has several. */
  readonly size?: number | undefined
  /** Where filled data stay for the next run; else they are made anew and removed. */
  readonly keep?: string | undefined
}

/** One measurement that gives one row or several. */
export interface Benchmark {
  readonly group: string
  readonly rows: readonly string[]
  run(options: BenchOptions): AsyncIterable<Row>
}
