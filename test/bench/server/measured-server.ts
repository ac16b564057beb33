import type { ServerProcess } from '../../helpers/server/start-server.ts'
import { type BareProcess, startBare } from '../bare-process.ts'
import type { BenchOptions } from '../row.ts'
import type { BenchUser } from './bench-users.ts'
import { type LoadReport, type LoadWork, loadReport } from './load-contract.ts'

export type Load = BareProcess<LoadWork, LoadReport>

export interface MeasuredServer {
  readonly server: ServerProcess
  readonly load: Load
  readonly users: readonly BenchUser[]
  readonly options: BenchOptions
}

/** Shares no factor with 100, and is enough for nobody to reach his 600 requests a minute. */
export const userCount = 397
export const clients = 16
/** Of one run of a pair. */
export const pairSeconds = 2

/** Everything on that is on where it runs, but that each request may come from an address of its own. */
export const environment = { JWT_SECRET_KEY: 'k'.repeat(32), TRUST_PROXY: 'loopback' }

export const startLoad = (): Load => startBare<LoadWork, LoadReport>('server/load-process.ts', loadReport)

/** Requests a second that were answered as they should be. */
export function perSecond(report: LoadReport): number {
  const good = Object.entries(report.statuses).filter(([status]) => status.startsWith('2'))
  return good.reduce((sum, [, count]) => sum + count, 0) / report.seconds
}

export const answered = ({ statuses }: LoadReport): string =>
  Object.entries(statuses)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ')
