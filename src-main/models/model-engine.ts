import type { z } from 'zod'
import type { LoadedModel } from '../../src-shared/desktop/models.ts'
import type { llama } from '../../src-shared/engine/llama.ts'
import type { LoadPlan } from '../../src-shared/models/fit.ts'

/** What the models feature asks of the engine that runs GGUF files. */
export interface ModelEngine {
  /** Loads the model with the first of `plans` that works; returns at once when it is loaded already. */
  ensureLoaded(
    model: { readonly id: string; readonly path: string },
    plans: readonly LoadPlan[],
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: number) => void },
  ): Promise<unknown>
  unload(): Promise<void>
  loaded(): LoadedModel | null
  devices(signal: AbortSignal): Promise<z.output<typeof llama.devices.output>>
  estimate(input: z.input<typeof llama.estimate.input>, signal: AbortSignal): Promise<z.output<typeof llama.estimate.output>>
}
