import type { Benchmark } from './row.ts'

/** Those whose group or row is called so; all for `all`. Throws a RangeError that names what there is. */
export function chooseBenchmarks(name: string | undefined, benchmarks: readonly Benchmark[]): readonly Benchmark[] {
  const chosen = benchmarks.filter(({ group, rows }) => name === 'all' || name === group || (name && rows.includes(name)))
  if (chosen.length > 0) return chosen
  const groups = [...new Set(benchmarks.map(({ group }) => group))]
  const names = ['all', ...groups, ...benchmarks.flatMap(({ rows }) => rows)].join(', ')
  throw new RangeError(
    `${name === undefined ? 'Say what to measure' : `There is no benchmark called ${name}`}. There are: ${names}`,
  )
}
