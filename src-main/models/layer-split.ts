import type { FitQuestion } from './fit-question.ts'
import type { Machine } from './machine.ts'
import type { MemoryNeed } from './memory-need.ts'

/** Of what the graphics card reports free; the driver and the screen take a little more at any time. */
const VRAM_SHARE = 0.92

/** How the layers are divided; the output counts as one more. */
export interface LayerSplit {
  readonly all: number
  readonly onGpu: number
  /** What fits there; less than `onGpu` when the person wants more than that. */
  readonly fitOnGpu: number
  readonly gpuBytes: number
}

export function splitLayers({ layers, wish }: FitQuestion, need: MemoryNeed, { freeVramBytes }: Machine): LayerSplit {
  const all = layers + 1
  const isOff = freeVramBytes === null || wish.gpu === 'cpu' || layers === 0
  if (isOff) return { all, onGpu: 0, fitOnGpu: 0, gpuBytes: 0 }
  const perLayer = (need.weights + need.kv) / all
  const fitOnGpu = Math.max(0, Math.min(all, Math.floor((freeVramBytes * VRAM_SHARE - need.buffers) / perLayer)))
  const onGpu = wish.gpuLayers === 'auto' ? fitOnGpu : Math.min(wish.gpuLayers, all)
  return { all, onGpu, fitOnGpu, gpuBytes: onGpu === 0 ? 0 : onGpu * perLayer + (onGpu === all ? need.buffers : 0) }
}
