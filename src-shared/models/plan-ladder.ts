import type { LoadPlan } from './fit.ts'

const smallestContext = 2048

/**
 * The plan and what is tried when it fails, each step asking less of the machine: fewer layers on the GPU, a smaller context,
 * the CPU alone, the CPU with a smaller context. `layers` of the model, if known, tell what half of `auto` is.
 */
export function planLadder(plan: LoadPlan, layers?: number): readonly LoadPlan[] {
  const onCpu: LoadPlan = { ...plan, gpu: 'cpu', gpu_layers: 0 }
  const steps = plan.gpu === 'cpu' ? [onCpu] : [plan, ...smallerOnGpu(plan, layers), onCpu]
  return distinct([...steps, ...smallerContexts(onCpu)])
}

function smallerOnGpu(plan: LoadPlan, layers: number | undefined): readonly LoadPlan[] {
  const all = plan.gpu_layers === 'auto' ? layers : plan.gpu_layers
  const fewer = all === undefined || all < 2 ? plan : { ...plan, gpu_layers: Math.floor(all / 2) }
  return [fewer, ...smallerContexts(fewer).slice(0, 1)]
}

/** Halves, down to the smallest that is of use. */
function smallerContexts(plan: LoadPlan): readonly LoadPlan[] {
  const half = Math.max(smallestContext, Math.floor(plan.context_size / 2))
  if (half >= plan.context_size) return []
  const smaller = { ...plan, context_size: half }
  return [smaller, ...smallerContexts(smaller)].slice(0, 2)
}

function distinct(plans: readonly LoadPlan[]): readonly LoadPlan[] {
  return plans.filter((plan, index) => plans.findIndex((other) => isSamePlan(other, plan)) === index)
}

export function isSamePlan(a: LoadPlan, b: LoadPlan): boolean {
  return a.gpu === b.gpu && a.gpu_layers === b.gpu_layers && a.context_size === b.context_size && a.threads === b.threads
}
