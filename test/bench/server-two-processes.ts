import { type ServerProcess, startServer } from '../helpers/server/start-server.ts'
import { measurePairs } from './paired.ts'
import { cpuMs } from './process-work.ts'
import type { Benchmark, Row } from './row.ts'
import { registerUsers } from './server/bench-users.ts'
import type { LoadRequest } from './server/load-contract.ts'
import { clients, environment, type Load, pairSeconds, perSecond, startLoad, userCount } from './server/measured-server.ts'
import { startRealStores } from './server/real-stores.ts'
import { quotaOf, usageOf } from './server/requests.ts'
import { median, shortNumber } from './statistics.ts'

const kinds = { quota: quotaOf, usage: usageOf } as const

/**
 * Two processes of one server against one of them, in turns. How many more requests they answer says something only where the machine has
 * cores left for them beside the load and the databases; what one request takes of all their processors together says it anywhere.
 */
export const serverTwoProcesses: Benchmark = {
  group: 'server',
  rows: Object.keys(kinds).flatMap((kind) => [`server.real.${kind}.two_ratio`, `server.real.${kind}.two_cpu_ratio`]),
  async *run(options) {
    await using stores = await startRealStores(options.tell)
    await using one = await startServer({ environment: { ...stores.variables, ...environment } })
    await using other = await startServer({ environment: { ...stores.variables, ...environment } })
    await using load = startLoad()
    options.tell(`Registering ${userCount} users`)
    const users = await registerUsers(one.url, userCount)
    for (const [kind, requestOf] of Object.entries(kinds)) {
      options.tell(`${kind}: two processes in turns with one`)
      const run = runOn({ load, requests: users.map(requestOf) })
      const cost: Cost = { ofTwo: [], ofOne: [] }
      const { pairs, ratio } = await measurePairs(
        () => run([one, other], cost.ofTwo),
        () => run([one], cost.ofOne),
        options,
      )
      yield* rowsOf(kind, { ratio, n: pairs.length, cost, per_s: median(pairs.map(({ theirs }) => theirs)) })
    }
  },
}

interface Cost {
  /** Milliseconds of processor time a request, run by run. */
  readonly ofTwo: number[]
  readonly ofOne: number[]
}

interface Asking {
  readonly load: Load
  readonly requests: LoadRequest[]
}

/** Requests a second that these processes answer together. */
const runOn =
  ({ load, requests }: Asking) =>
  async ([first, ...others]: readonly [ServerProcess, ...ServerProcess[]], costs: number[]): Promise<number> => {
    const used = () => [first, ...others].reduce((sum, { child }) => sum + cpuMs(child.pid ?? 0), 0)
    const before = used()
    const work = { url: first.url, otherUrls: others.map(({ url }) => url), requests, seconds: pairSeconds }
    const report = await load.ask({ ...work, pace: { type: 'closed', clients } })
    costs.push((used() - before) / report.latenciesMs.length)
    return perSecond(report)
  }

interface Compared {
  readonly ratio: number
  readonly n: number
  readonly cost: Cost
  readonly per_s: number
}

function* rowsOf(kind: string, { ratio, n, cost, per_s }: Compared): Generator<Row> {
  const against = 'one process'
  const note = `${clients} clients, one process ${shortNumber(per_s)} requests/s; load and databases are on the same processors`
  yield { name: `server.real.${kind}.two_ratio`, figure: ratio, unit: '', ratio, n, against, note }
  const [two, one] = [median(cost.ofTwo), median(cost.ofOne)]
  yield {
    ...{ name: `server.real.${kind}.two_cpu_ratio`, figure: two / one, unit: '', ratio: two / one, n, against },
    note: `processor time of all server processes for one request: ${two.toFixed(3)} ms by two, ${one.toFixed(3)} ms by one`,
  }
}
