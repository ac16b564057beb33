import type { LoadedModel } from '../../src-shared/desktop/models.ts'
import type { LoadPlan } from '../../src-shared/models/fit.ts'
import type { ChatModel } from '../chat/chat-deps.ts'

/** The demo model was built for 4,096 tokens, and a graphics card's arithmetic overflows its weights. */
const demoContext = 4096

export interface PlannerDeps {
  readonly loaded: () => LoadedModel | null
  /** Ways to load a model on this machine, the best first. Asks the machine, so it takes its time. */
  readonly plan: (id: string, signal: AbortSignal) => Promise<readonly LoadPlan[]>
  readonly threads: number
}

/** Plans for a model; one that is in memory keeps those it was loaded by, so that an answer need not wait for them. */
export function createPlanner({ loaded, plan, threads }: PlannerDeps) {
  const known = new Map<string, readonly LoadPlan[]>()
  return async ({ id, quotesOnly }: ChatModel, signal: AbortSignal): Promise<readonly LoadPlan[]> => {
    if (quotesOnly) return [{ gpu: 'cpu', gpu_layers: 0, context_size: demoContext, threads }]
    const before = loaded()?.id === id ? known.get(id) : undefined
    const plans = before ?? (await plan(id, signal))
    known.set(id, plans)
    return plans
  }
}
