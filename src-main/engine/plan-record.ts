import { engineError } from '../../src-shared/engine/lifecycle.ts'
import { llamaError } from '../../src-shared/engine/llama.ts'
import type { LoadPlan } from '../../src-shared/models/fit.ts'
import { isSamePlan } from '../../src-shared/models/plan-ladder.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

export interface PlanRecord {
  /** `plans` from the first on that has not failed before; the last one stays in any case. */
  worthTrying(path: string, plans: readonly LoadPlan[]): readonly LoadPlan[]
  /** Notes a failure; whether a smaller plan may do better. */
  failed(path: string, plan: LoadPlan, error: unknown): boolean
}

/** On a GPU one crash tells that the plan asks too much; on the CPU it may have been anything once. */
const crashesAllowed = (plan: LoadPlan): number => (plan.gpu === 'cpu' ? 2 : 1)

/** Which plans have failed with which model since the app was started. */
export function createPlanRecord(): PlanRecord {
  let failures: readonly { readonly path: string; readonly plan: LoadPlan }[] = []
  const count = (path: string, plan: LoadPlan) =>
    failures.filter((failure) => failure.path === path && isSamePlan(failure.plan, plan)).length
  return {
    worthTrying(path, plans) {
      const first = plans.findIndex((plan) => count(path, plan) < crashesAllowed(plan))
      return plans.slice(first)
    },
    failed(path, plan, error) {
      const reason = reasonOf(error)
      if (reason === 'crash') failures = [...failures, { path, plan }]
      return reason !== 'other'
    },
  }
}

const crashes: ReadonlySet<string> = new Set([
  engineError.crashed,
  engineError.crashLoop,
  engineError.hung,
  engineError.outOfMemory,
])
const refusals: ReadonlySet<string> = new Set([llamaError.doesNotFit, llamaError.noSuchBackend])

/** A refusal is quick and may be over when other programs end; a crash costs the process, so it is remembered. */
function reasonOf(error: unknown): 'crash' | 'refusal' | 'other' {
  if (!(error instanceof AppError)) return 'other'
  if (crashes.has(error.code)) return 'crash'
  return refusals.has(error.code) ? 'refusal' : 'other'
}
