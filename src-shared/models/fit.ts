import { z } from 'zod'

export const gpuBackend = z.enum(['auto', 'cpu', 'vulkan', 'cuda', 'metal'])
export type GpuBackend = z.infer<typeof gpuBackend>

/** How a model is put into memory. The supervisor goes down a list of these when one kills the process. */
export const loadPlan = z.object({
  gpu: gpuBackend,
  /** Layers on the GPU; `auto` lets the library fill what is free. */
  gpu_layers: z.union([z.literal('auto'), z.int().min(0)]),
  /** Tokens. */
  context_size: z.int().min(512),
  threads: z.int().min(1),
})
export type LoadPlan = z.infer<typeof loadPlan>

/** Bytes needed against bytes free, shown before a model is loaded. */
export const fitEstimate = z.object({
  weights_bytes: z.int(),
  kv_bytes: z.int(),
  buffers_bytes: z.int(),
  total_bytes: z.int(),
  free_memory_bytes: z.int(),
  free_vram_bytes: z.int().nullable(),
  verdict: z.enum(['fits_gpu', 'fits_partly', 'fits_cpu', 'tight', 'does_not_fit']),
  /** One sentence: what it means on this machine. */
  reason: z.string(),
  plan: loadPlan,
})
export type FitEstimate = z.infer<typeof fitEstimate>
