import { z } from 'zod'
import { gpuBackend } from '../models/fit.ts'
import { call } from '../rpc/contract.ts'

/** Every setting. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** BCP 47, or `system`. */
  language: z.string().regex(/^(system|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)$/),
  chat_model_id: z.string().nullable(),
  embedder_id: z.string().nullable(),
  /** Reads the best passages once more; null does without. */
  reranker_id: z.string().nullable(),
  gpu: gpuBackend,
  gpu_layers: z.union([z.literal('auto'), z.int().min(0)]),
  /** Tokens kept in mind; null lets Hearth choose by what fits. */
  context_size: z.int().min(512).max(262_144).nullable(),
  threads: z.int().min(1).max(256).nullable(),
  temperature: z.number().min(0).max(2),
  top_p: z.number().min(0).max(1),
  top_k: z.int().min(0).max(1000),
  max_answer_tokens: z.int().min(16).max(32_768),
  system_prompt: z.string().max(20_000),
  /** Base address that stands in for the model hub; null uses the hub itself. */
  model_mirror: z.url().nullable(),
  /** No request leaves the machine. */
  offline: z.boolean(),
  /** Minutes without use after which the model's process is stopped; 0 keeps it. */
  idle_minutes: z.int().min(0).max(1440),
  /** Chords the person chose, by command; null is none. What is absent has its default. */
  shortcuts: z.record(z.string().max(60), z.string().max(60).nullable()),
  /** Chord that brings the window to the front from any app; null is none. */
  global_shortcut: z.string().max(60).nullable(),
  /** An icon in the system's tray, and Hearth stays there when its window is closed. */
  tray: z.boolean(),
  /** Tell when a long answer or import ends while the window is not in front. */
  notifications: z.boolean(),
  /** What sends a question; the other makes a new line. */
  send_key: z.enum(['enter', 'mod_enter']),
  text_size: z.enum(['small', 'normal', 'large', 'larger']),
  /** What a fresh window shows. */
  start_with: z.enum(['new_chat', 'last_chat']),
  /** Minutes without a sign of the person after which the app is locked; 0 never locks by itself. Counts with a passphrase only. */
  lock_minutes: z.int().min(0).max(1440),
})
export type Settings = z.infer<typeof settingsSchema>

/** What is not stored has its default; what is stored and no longer parses falls back to it. */
export const defaultSettings: Settings = {
  theme: 'system',
  language: 'system',
  chat_model_id: null,
  embedder_id: null,
  reranker_id: null,
  gpu: 'auto',
  gpu_layers: 'auto',
  context_size: null,
  threads: null,
  temperature: 0.7,
  top_p: 0.8,
  top_k: 20,
  max_answer_tokens: 2048,
  system_prompt: '',
  model_mirror: null,
  offline: false,
  idle_minutes: 15,
  shortcuts: {},
  global_shortcut: null,
  tray: false,
  notifications: true,
  send_key: 'enter',
  text_size: 'normal',
  start_with: 'new_chat',
  lock_minutes: 10,
}

export const settings = {
  get: call(z.void(), settingsSchema),
  change: call(settingsSchema.partial(), settingsSchema),
}
