import { startBare } from '../bare-process.ts'
import { measurePairs } from '../paired.ts'
import { cpuMs } from '../process-work.ts'
import type { Row } from '../row.ts'
import { median, percentile, shortNumber } from '../statistics.ts'
import { type BareServerInput, bareServerAnswer } from './bare-server-contract.ts'
import type { BenchUser } from './bench-users.ts'
import type { LoadRequest } from './load-contract.ts'
import { clients, type MeasuredServer, pairSeconds, perSecond } from './measured-server.ts'
import { bareQuotaOf, bareUsageOf, quotaOf, usageOf } from './requests.ts'

type RequestOf = (user: BenchUser) => LoadRequest

interface Compared {
  readonly name: 'quota' | 'usage'
  readonly ours: RequestOf
  readonly theirs: RequestOf
}

const compared: readonly Compared[] = [
  { name: 'quota', ours: quotaOf, theirs: bareQuotaOf },
  { name: 'usage', ours: usageOf, theirs: bareUsageOf },
]

const measures = ['ratio', 'per_s', 'p50_ms', 'p95_ms', 'p99_ms', 'cpu_ms'] as const

export const rowsAgainstBare = (prefix: string): string[] =>
  compared.flatMap(({ name }) => measures.map((measure) => rowName(prefix, name, measure)))

const rowName = (prefix: string, name: Compared['name'], measure: (typeof measures)[number]): string =>
  measure === 'ratio' ? `${prefix}.${name}_ratio` : `${prefix}.${name}.${measure}`

export interface AgainstBare {
  readonly prefix: string
  readonly bare: BareServerInput
}

/** Requests a second of a route by those of a bare route with one query, in turns; and what one of ours takes. */
export async function* againstBare(measured: MeasuredServer, { prefix, bare }: AgainstBare): AsyncGenerator<Row> {
  await using peer = startBare<BareServerInput, { url: string }>('server/bare-server.ts', bareServerAnswer)
  const { url } = await peer.ask(bare)
  for (const each of compared) yield* compare(measured, { ...each, prefix, url })
}

async function* compare(
  { server, load, users, options }: MeasuredServer,
  { prefix, name, ours, theirs, url }: Compared & { readonly prefix: string; readonly url: string },
): AsyncGenerator<Row> {
  const [mine, bare] = [users.map(ours), users.map(theirs)]
  const pace = { type: 'closed', clients } as const
  const latencies: number[] = []
  const cpu: number[] = []
  async function measureOurs(): Promise<number> {
    const before = cpuMs(server.child.pid ?? 0)
    const report = await load.ask({ url: server.url, requests: mine, seconds: pairSeconds, pace })
    cpu.push((cpuMs(server.child.pid ?? 0) - before) / report.latenciesMs.length)
    latencies.push(...report.latenciesMs)
    return perSecond(report)
  }
  const measureTheirs = async (): Promise<number> =>
    perSecond(await load.ask({ url, requests: bare, seconds: pairSeconds, pace }))

  options.tell(`${prefix} ${name}: in turns with a bare route`)
  const { pairs, ratio } = await measurePairs(measureOurs, measureTheirs, options)
  const here = median(pairs.map((pair) => pair.ours))
  const there = median(pairs.map((pair) => pair.theirs))
  const note = `${clients} clients; bare ${shortNumber(there)} requests/s`
  yield {
    ...{ name: rowName(prefix, name, 'ratio'), figure: ratio, unit: '', ratio, n: pairs.length, note },
    against: 'a bare Fastify route with one query',
    samples: pairs.map((pair) => pair.ours / pair.theirs),
  }
  yield { name: rowName(prefix, name, 'per_s'), figure: here, unit: 'requests/s', n: pairs.length, note }
  for (const share of [50, 95, 99] as const)
    yield {
      ...{ name: rowName(prefix, name, `p${share}_ms`), figure: percentile(latencies, share / 100), unit: 'ms' },
      ...{ n: latencies.length, note: `${clients} clients, as many as it can answer` },
    }
  yield {
    ...{ name: rowName(prefix, name, 'cpu_ms'), figure: median(cpu), unit: 'ms', n: cpu.length },
    note: 'processor time of the server’s process for one request',
  }
}
