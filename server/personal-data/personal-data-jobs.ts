import type { JobKind } from '../jobs/job-kind.ts'
import { type ErasureDeps, eraseUserJob } from './erase-user.ts'
import { exportAccountJob } from './export-account.ts'

/** What is done in the background with everything that is kept of one person. */
export const personalDataJobs = (deps: ErasureDeps): readonly JobKind[] => [exportAccountJob(deps), eraseUserJob(deps)]
