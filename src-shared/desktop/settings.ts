import { z } from 'zod'
import { gpuBackend } from '../models/fit.ts'
import { call } from '../rpc/contract.ts'

/** Every setting with its default. What is not stored has the default; what no longer parses falls back to it. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  chat_model_id: z.string().nullable().default(null),
  embedder_id: z.string().nullable().default(null),
  gpu: gpuBackend.default('auto'),
  gpu_layers: z.union([z.literal('auto'), z.int().min(0)]).default('auto'),
  /** Tokens kept in mind; null lets Hearth choose by what fits. */
  context_size: z.int().min(512).max(262_144).nullable().default(null),
  threads: z.int().min(1).max(256).nullable().default(null),
  temperature: z.number().min(0).max(2).default(0.7),
  top_p: z.number().min(0).max(1).default(0.8),
  top_k: z.int().min(0).max(1000).default(20),
  max_answer_tokens: z.int().min(16).max(32_768).default(2048),
  system_prompt: z.string().max(20_000).default(''),
  /** Base address that stands in for the model hub; null uses the hub itself. */
  model_mirror: z.url().nullable().default(null),
  /** No request leaves the machine. */
  offline: z.boolean().default(false),
  /** Minutes without use after which the model's process is stopped; 0 keeps it. */
  idle_minutes: z.int().min(0).max(1440).default(15),
})
export type Settings = z.infer<typeof settingsSchema>

export const settings = {
  get: call(z.void(), settingsSchema),
  change: call(settingsSchema.partial(), settingsSchema),
}
