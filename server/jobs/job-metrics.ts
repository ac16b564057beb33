import { Counter, type Registry } from '@prometheus-io/client'
import type { JobOutcome } from './run-job.ts'

/** By kind, of which there is a fixed number; never by user. */
export function countJobs(registry: Registry): (kind: string, outcome: JobOutcome) => void {
  const ended = new Counter({
    ...{ name: 'background_jobs_total', help: 'Jobs that ended, by how', registers: [registry] },
    labelNames: ['kind', 'outcome'],
  })
  return (kind, outcome) => ended.inc({ kind, outcome })
}
