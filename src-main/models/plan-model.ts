import type { LoadedModel } from '../../src-shared/desktop/models.ts'
import type { LoadPlan } from '../../src-shared/models/fit.ts'
import { planLadder } from '../../src-shared/models/plan-ladder.ts'
import { demoModelId } from './demo-ids.ts'
import { fitModel, type ModelFitDeps } from './model-fit.ts'

/** The demo model was built for 4,096 tokens, and a graphics card's arithmetic overflows its weights. */
const demoContext = 4096

export interface PlannerDeps {
  readonly fit: ModelFitDeps
  readonly loaded: () => LoadedModel | null
  readonly threads: number
}

/** Ways to put a model into memory, the best first. */
export type PlansFor = (model: { readonly id: string }, signal: AbortSignal) => Promise<readonly LoadPlan[]>

/** Plans by what fits; a model that is in memory keeps those it was loaded by, so that an answer need not wait for them. */
export function createPlanner({ fit, loaded, threads }: PlannerDeps): PlansFor {
  const known = new Map<string, readonly LoadPlan[]>()
  return async ({ id }, signal) => {
    if (id === demoModelId) return [{ gpu: 'cpu', gpu_layers: 0, context_size: demoContext, threads }]
    const before = loaded()?.id === id ? known.get(id) : undefined
    if (before) return before
    const { estimate, layers } = await fitModel(fit, { id }, signal)
    const plans = planLadder(estimate.plan, layers)
    known.set(id, plans)
    return plans
  }
}
