import type { FitEstimate } from '../../src-shared/models/fit.ts'
import type { FitQuestion, FitWish } from './fit-question.ts'
import { fitReason } from './fit-reason.ts'
import { type LayerSplit, splitLayers } from './layer-split.ts'
import type { Machine } from './machine.ts'
import { totalBytes } from './memory-need.ts'

/** Above this share of the free memory the system begins to swap. */
const EASY_SHARE = 0.85
const MIN_CONTEXT = 512
const USUAL_CONTEXT = 8192
const CONTEXTS_ON_CPU = [USUAL_CONTEXT, 4096, 2048]
const CONTEXTS_ON_GPU = [16_384, ...CONTEXTS_ON_CPU]
const bestFirst: readonly FitEstimate['verdict'][] = ['fits_gpu', 'fits_partly', 'fits_cpu', 'tight', 'does_not_fit']

/** The best the machine can do with a model: the verdict first, then the longest context that has it. */
export function estimateFit(question: FitQuestion, machine: Machine): FitEstimate {
  const { wish, trainContext } = question
  const [first, ...others] = contexts(wish, trainContext, machine).map((context) => judge(question, machine, context))
  if (first === undefined) return judge(question, machine, MIN_CONTEXT)
  return others.reduce((best, one) => (rank(one) < rank(best) ? one : best), first)
}

/** On a card that holds only a part, more layers are worth more than a context beyond the usual. */
function rank({ verdict, plan }: FitEstimate): number {
  const isGreedy = verdict === 'fits_partly' && plan.context_size > USUAL_CONTEXT
  return bestFirst.indexOf(verdict) + (isGreedy ? 0.5 : 0)
}

function contexts({ contextSize, gpu }: FitWish, trainContext: number, { freeVramBytes }: Machine): number[] {
  const longest = Math.max(MIN_CONTEXT, trainContext > 0 ? trainContext : Number.POSITIVE_INFINITY)
  if (contextSize !== null) return [Math.min(contextSize, longest)]
  const wanted = gpu === 'cpu' || freeVramBytes === null ? CONTEXTS_ON_CPU : CONTEXTS_ON_GPU
  return wanted.map((context) => Math.min(context, longest))
}

/** What one context length comes to. */
export function judge(question: FitQuestion, machine: Machine, contextSize: number): FitEstimate {
  const need = question.need(contextSize)
  const total = totalBytes(need)
  const split = splitLayers(question, need, machine)
  const inMemory = machine.isVramShared ? total : total - split.gpuBytes
  const verdict = verdictOf(split, inMemory, machine.freeMemoryBytes)
  return {
    weights_bytes: Math.round(need.weights),
    kv_bytes: Math.round(need.kv),
    buffers_bytes: Math.round(need.buffers),
    total_bytes: Math.round(total),
    free_memory_bytes: Math.round(machine.freeMemoryBytes),
    free_vram_bytes: machine.freeVramBytes,
    verdict,
    reason: fitReason(verdict, { total, inMemory, split, machine }),
    plan: planOf(question, split, { contextSize, threads: machine.threads }),
  }
}

function verdictOf({ all, onGpu, fitOnGpu }: LayerSplit, inMemory: number, free: number): FitEstimate['verdict'] {
  if (onGpu > fitOnGpu) return 'does_not_fit'
  if (onGpu === all) return 'fits_gpu'
  if (inMemory > free) return 'does_not_fit'
  if (inMemory > free * EASY_SHARE) return 'tight'
  return onGpu > 0 ? 'fits_partly' : 'fits_cpu'
}

function planOf(
  { wish }: FitQuestion,
  { all, onGpu }: LayerSplit,
  { contextSize, threads }: { contextSize: number; threads: number },
): FitEstimate['plan'] {
  return {
    gpu: onGpu === 0 ? 'cpu' : wish.gpu,
    gpu_layers: onGpu === all && wish.gpuLayers === 'auto' ? 'auto' : onGpu,
    context_size: Math.max(MIN_CONTEXT, contextSize),
    threads: wish.threads ?? threads,
  }
}
