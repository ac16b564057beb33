import { Counter, Histogram, type Registry } from '@prometheus-io/client'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { AroundCall } from './watch-stores.ts'

/** How long each database takes to answer, and how often it does not. */
export function timeCalls(registry: Registry): AroundCall {
  const registers = [registry]
  const durations = new Histogram({
    ...{ name: 'db_query_duration_seconds', help: 'Calls to a database, by what was asked', registers },
    labelNames: ['database', 'operation'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  })
  const unavailable = new Counter({
    ...{ name: 'db_unavailable_total', help: 'Calls that a database did not answer', registers, labelNames: ['database'] },
  })
  return async ({ database, operation }, run) => {
    const began = performance.now()
    try {
      return await run()
    } catch (error) {
      if (error instanceof AppError && error.code === 'STORE_UNAVAILABLE') unavailable.inc({ database })
      throw error
    } finally {
      durations.observe({ database, operation }, (performance.now() - began) / 1000)
    }
  }
}
