import { z } from 'zod'
import { gpuBackend, loadPlan } from '../models/fit.ts'
import { call, stream } from '../rpc/contract.ts'

export const loadEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), progress: z.number().min(0).max(1) }),
  z.object({
    type: z.literal('ready'),
    /** What really happened: the backend in use, layers on it, tokens of context. */
    plan: loadPlan,
    gpu: z.string().nullable(),
    context_size: z.int(),
    train_context_size: z.int(),
    description: z.string(),
    memory_bytes: z.int(),
    vram_bytes: z.int().nullable(),
    /** Conversations whose evaluated prompt stays in memory, so that a next turn reads only what is new. */
    conversations: z.int(),
  }),
])
export type LoadEvent = z.infer<typeof loadEvent>

export const promptMessage = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  text: z.string(),
})
export type PromptMessage = z.infer<typeof promptMessage>

export const sampling = z.object({
  temperature: z.number().min(0).max(2),
  top_p: z.number().min(0).max(1).default(1),
  top_k: z.int().min(0).default(0),
  min_p: z.number().min(0).max(1).default(0),
  repeat_penalty: z.number().min(0).default(1),
  /** The same seed gives the same text. Absent: a random one. */
  seed: z.int().min(0).optional(),
})
export type Sampling = z.infer<typeof sampling>

/** A function the model may call. Arguments are JSON that fits `parameters` (a JSON schema). */
export const tool = z.object({
  name: z.string(),
  description: z.string(),
  parameters: z.record(z.string(), z.unknown()).nullable(),
})

export const generateEvent = z.discriminatedUnion('type', [
  /** Tokens of the prompt that are evaluated by now, of all; `reused` of them were in memory from an earlier turn. */
  z.object({ type: z.literal('reading'), done: z.int(), total: z.int(), reused: z.int() }),
  z.object({ type: z.literal('thought'), text: z.string() }),
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('tool_call'), name: z.string(), arguments: z.unknown() }),
  z.object({
    type: z.literal('end'),
    stop: z.enum(['end', 'length', 'aborted', 'tool_call']),
    prompt_tokens: z.int(),
    /** Prompt tokens that really were evaluated, the reused ones not among them. */
    evaluated_tokens: z.int(),
    completion_tokens: z.int(),
    /** Milliseconds: from the beginning to the first token, from there to the end. */
    read_ms: z.number(),
    write_ms: z.number(),
  }),
])
export type GenerateEvent = z.infer<typeof generateEvent>

/** core ↔ the child that runs GGUF models. One model at a time; `generate` calls queue. */
export const llama = {
  /** GPU backends that work on this machine, and its video memory in bytes. */
  devices: call(
    z.void(),
    z.object({
      backends: z.array(gpuBackend),
      names: z.array(z.string()),
      vram_total_bytes: z.int().nullable(),
      vram_free_bytes: z.int().nullable(),
    }),
  ),
  /** Bytes a GGUF needs, from its own header: weights, KV cache and buffers for `context_size`. */
  estimate: call(
    z.object({
      path: z.string(),
      context_size: z.int(),
      gpu_layers: z.union([z.literal('auto'), z.int().min(0)]),
      gpu: gpuBackend,
    }),
    z.object({ weights_bytes: z.int(), kv_bytes: z.int(), buffers_bytes: z.int(), layers: z.int(), train_context_size: z.int() }),
  ),
  /** `conversations` are wanted in memory at once; fewer where their extra memory would be more than a small part of what is free. */
  load: stream(z.object({ path: z.string(), plan: loadPlan, conversations: z.int().min(1).max(16) }), loadEvent),
  unload: call(z.void(), z.void()),
  /** Tokens the messages take as a prompt, template included. */
  count: call(z.object({ messages: z.array(promptMessage), think: z.boolean().default(false) }), z.object({ tokens: z.int() })),
  /**
   * Evaluates what the next question of a conversation will have before it, whatever it is, and keeps it as `generate` would: tokens in
   * memory then, 0 where they would leave no room for an answer. An abort keeps what was read.
   */
  read: call(
    z.object({ conversation_id: z.string().nullable(), messages: z.array(promptMessage), think: z.boolean().default(false) }),
    z.object({ tokens: z.int() }),
  ),
  generate: stream(
    z.object({
      /** For `stop`; the core's side of the engine gives one. */
      request_id: z.string().optional(),
      /** Conversations keep their evaluated state under this key; null keeps none. */
      conversation_id: z.string().nullable(),
      messages: z.array(promptMessage).min(1),
      /** Text the answer begins with: an interrupted one goes on from here. */
      continue_from: z.string().optional(),
      think: z.boolean().default(false),
      sampling,
      max_tokens: z.int().min(1),
      /** JSON schema the answer must fit. */
      schema: z.record(z.string(), z.unknown()).optional(),
      tools: z.array(tool).optional(),
    }),
    generateEvent,
  ),
  /** Ends a `generate` with its `end` event, so that what it took is known; an aborted stream would tell nothing more. */
  stop: call(z.object({ request_id: z.string() }), z.void()),
}

export const llamaError = {
  notLoaded: 'llama.not_loaded',
  missingFile: 'llama.missing_file',
  notAGguf: 'llama.not_a_gguf',
  damaged: 'llama.damaged',
  unsupportedArchitecture: 'llama.unsupported_architecture',
  doesNotFit: 'llama.does_not_fit',
  noSuchBackend: 'llama.no_such_backend',
  promptTooLong: 'llama.prompt_too_long',
  badSchema: 'llama.bad_schema',
} as const
