import type { LoadPlan } from '../../src-shared/models/fit.ts'

const SMALLEST_CONTEXT = 2048

/** The plan, and what to try when it kills the process: fewer layers on the graphics card, a smaller context, the processor alone. */
export function loadPlans(plan: LoadPlan, layers: number): LoadPlan[] {
  const smaller = Math.min(plan.context_size, Math.max(SMALLEST_CONTEXT, Math.floor(plan.context_size / 2)))
  const onCpu: LoadPlan = { ...plan, gpu: 'cpu', gpu_layers: 0 }
  const steps: LoadPlan[] =
    plan.gpu === 'cpu'
      ? [plan, { ...onCpu, context_size: smaller }]
      : [
          plan,
          { ...plan, gpu_layers: Math.floor((plan.gpu_layers === 'auto' ? layers : plan.gpu_layers) / 2) },
          { ...plan, gpu_layers: Math.floor((plan.gpu_layers === 'auto' ? layers : plan.gpu_layers) / 2), context_size: smaller },
          { ...onCpu, context_size: smaller },
        ]
  return steps.filter((step, index) => steps.findIndex((other) => isSame(other, step)) === index)
}

const isSame = (one: LoadPlan, other: LoadPlan): boolean =>
  one.gpu === other.gpu && one.gpu_layers === other.gpu_layers && one.context_size === other.context_size
