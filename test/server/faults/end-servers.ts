import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import type { SqlStore } from '../../../server/stores/sql-store.ts'
import type { ServerProcess } from '../../helpers/server/start-server.ts'
import type { LoadReport } from './load-contract.ts'
import { expectAcknowledgedKept, expectCountedOnce } from './reconcile.ts'
import { type Load, signUpMany, startLoad } from './start-load.ts'
import { summaryOf } from './strike-database.ts'

export interface Ending {
  readonly start: () => Promise<ServerProcess>
  /** How many run at the same time. */
  readonly processes: number
  readonly times: number
  /** What they share, opened when all of them have ended. */
  readonly open: () => Promise<SqlStore>
}

const users = 3
const loads = { clients: 8, pauseMs: 25 }
/** Acknowledged between one end and the next. */
const usesBetween = 10

/**
 * Kills one of the processes after the other with `kill -9` under load, and starts another in its place. In the end everything that
 * was acknowledged is there, and what was sent again until it was acknowledged has been counted once.
 */
export async function expectKillsLoseNothing({ start, processes, times, open }: Ending): Promise<LoadReport> {
  await using servers = await startAll(start, processes)
  await using load = await startLoad({ ...loads, ...(await servers.toBeUsed()) })
  for (let n = 0; n < times; n++) {
    await load.more(usesBetween)
    await delay(Math.random() * 100)
    await servers.replace(n % processes, load, async (server) => void (await server.kill('SIGKILL')))
  }
  const report = await load.stop()
  const settled = await load.settle()
  await servers.endAll()
  await using store = await open()
  await expectAcknowledgedKept(store, report.uses)
  await expectCountedOnce(store, settled.uses)
  return report
}

/** Stops one after the other in order, as a new version is rolled out: no request is dropped or refused. */
export async function expectStopsDropNothing({ start, processes, times, open }: Ending): Promise<LoadReport> {
  await using servers = await startAll(start, processes)
  await using load = await startLoad({ ...loads, ...(await servers.toBeUsed()) })
  for (let n = 0; n < times; n++) {
    await load.more(usesBetween)
    await delay(Math.random() * 100)
    await servers.replace(n % processes, load, async (server) => expect(await server.kill('SIGTERM')).toBe(0))
  }
  const report = await load.stop()
  await servers.endAll()
  const { statuses } = summaryOf(report.calls)
  expect(Object.keys(statuses).toSorted()).toEqual(['200', '201'])
  await using store = await open()
  await expectCountedOnce(store, report.uses)
  return report
}

interface Servers extends AsyncDisposable {
  toBeUsed(): Promise<Pick<Parameters<typeof startLoad>[0], 'urls' | 'users'>>
  replace(place: number, load: Load, end: (server: ServerProcess) => Promise<void>): Promise<void>
  endAll(): Promise<void>
}

async function startAll(start: Ending['start'], processes: number): Promise<Servers> {
  const running = await Promise.all(Array.from({ length: processes }, start))
  const urls = () => running.map(({ url }) => url)
  const endAll = async (): Promise<void> => void (await Promise.all(running.map((each) => each[Symbol.asyncDispose]())))
  return {
    toBeUsed: async () => ({ urls: urls(), users: await signUpMany(urls()[0] ?? '', users) }),
    async replace(place, load, end) {
      const old = running[place]
      if (old !== undefined) await end(old)
      load.use(urls().filter((url) => url !== old?.url))
      running[place] = await start()
      load.use(urls())
    },
    endAll,
    [Symbol.asyncDispose]: endAll,
  }
}
