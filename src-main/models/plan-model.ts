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

/** Plans by what fits; for a model in memory they are made once for the same settings, so that an answer need not wait for them. */
export function createPlanner({ fit, loaded, threads }: PlannerDeps): PlansFor {
  const known = new Map<string, readonly LoadPlan[]>()
  return async ({ id }, signal) => {
    if (id === demoModelId) return [{ gpu: 'cpu', gpu_layers: 0, context_size: demoContext, threads }]
    const { gpu, gpu_layers, context_size, threads: wanted } = fit.settings(id)
    const wish = JSON.stringify([id, gpu, gpu_layers, context_size, wanted])
    const before = loaded()?.id === id ? known.get(wish) : undefined
    if (before) return before
    const { estimate, layers } = await fitModel(fit, { id }, signal)
    const plans = planLadder(estimate.plan, layers)
    known.set(wish, plans)
    return plans
  }
}
