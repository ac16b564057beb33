import type { FitEstimate } from '../../src-shared/models/fit.ts'
import type { LayerSplit } from './layer-split.ts'
import type { Machine } from './machine.ts'

export interface FitFigures {
  readonly total: number
  readonly inMemory: number
  readonly split: LayerSplit
  readonly machine: Machine
}

/** One sentence with the figures that decided. */
export function fitReason(verdict: FitEstimate['verdict'], { total, inMemory, split, machine }: FitFigures): string {
  const free = machine.freeMemoryBytes
  const vram = machine.freeVramBytes ?? 0
  if (verdict === 'fits_gpu') return `Fits the graphics card: ${gigabytes(total)} of ${gigabytes(vram)} GB free there.`
  if (verdict === 'fits_partly') {
    return `${split.onGpu} of ${split.all} layers fit the graphics card, ${gigabytes(vram)} GB free there; the rest runs on the processor, slower.`
  }
  if (verdict === 'fits_cpu')
    return `Fits in memory: ${gigabytes(inMemory)} of ${gigabytes(free)} GB free; it runs on the processor.`
  if (verdict === 'tight')
    return `Only just fits: ${gigabytes(inMemory)} of ${gigabytes(free)} GB free; close other programs first.`
  if (split.onGpu > split.fitOnGpu) {
    return `The graphics card holds ${split.fitOnGpu} of the ${split.onGpu} layers chosen, ${gigabytes(vram)} GB free there; choose fewer.`
  }
  return `Needs ${gigabytes(inMemory)} GB, and ${gigabytes(free)} GB are free; choose a smaller model or a smaller context.`
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1)
