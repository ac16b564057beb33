import { z } from 'zod'
import { call, stream } from '../rpc/contract.ts'

/** core ↔ the child that runs ONNX embedders. Vectors are mean-pooled and normalised Float32 of `dimension` components. */
export const embedder = {
  load: call(
    z.object({ path: z.string(), threads: z.int().min(1).default(1) }),
    z.object({ dimension: z.int(), max_tokens: z.int(), dtype: z.string(), memory_bytes: z.int() }),
  ),
  /** One vector per text, in order, one text at a time: with 8-bit weights a batch would change the vectors. */
  embed: stream(z.object({ texts: z.array(z.string()) }), z.instanceof(Float32Array)),
  /** Tokens of each text by the model's own tokenizer, without the special ones at both ends. */
  count: call(z.object({ texts: z.array(z.string()) }), z.array(z.int())),
}

export const embedderError = {
  notLoaded: 'embedder.not_loaded',
  missingFile: 'embedder.missing_file',
  damaged: 'embedder.damaged',
  unsupported: 'embedder.unsupported',
} as const
