import type { Row } from '../row.ts'
import { percentile } from '../statistics.ts'
import { readCacheReads } from './cache-reads.ts'
import { answered, type MeasuredServer } from './measured-server.ts'
import { mixed } from './requests.ts'

export interface Steady {
  readonly prefix: string
  /** Requests a second. */
  readonly rate: number
}

/** The mixed profile at a steady pace, and the share of its cached reads that the cache answered. */
export async function* mixedRows(
  { server, load, users, options }: MeasuredServer,
  { prefix, rate }: Steady,
): AsyncGenerator<Row> {
  const work = { url: server.url, requests: mixed(users), pace: { type: 'steady', perSecond: rate } } as const
  options.tell(`The mixed profile at ${rate} requests/s`)
  await load.ask({ ...work, seconds: 10 })
  const before = await readCacheReads(server.url)
  const report = await load.ask({ ...work, seconds: 30 })
  const after = await readCacheReads(server.url)
  const note = `${answered(report)} at ${rate} requests/s for ${report.seconds.toFixed(0)} s`
  for (const share of [50, 95, 99])
    yield {
      ...{ name: `${prefix}.mixed${rate}.p${share}_ms`, figure: percentile(report.latenciesMs, share / 100), unit: 'ms' },
      ...{ n: report.latenciesMs.length, note },
    }
  const reads = after.all - before.all
  yield { name: `${prefix}.cache_hit_rate`, figure: (after.hits - before.hits) / reads, unit: '', n: reads, note }
}
