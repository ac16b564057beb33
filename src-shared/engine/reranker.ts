import { z } from 'zod'
import { call, stream } from '../rpc/contract.ts'

/** core ↔ the child that runs ONNX cross-encoders. Its errors are those of `embedderError`: both are models for searching. */
export const reranker = {
  load: call(
    z.object({ path: z.string(), threads: z.int().min(1).default(1) }),
    z.object({ max_tokens: z.int(), dtype: z.string(), memory_bytes: z.int() }),
  ),
  /** How well each text answers the question, between 0 and 1, in order. */
  score: stream(z.object({ query: z.string(), texts: z.array(z.string()) }), z.number()),
}
