import { z } from 'zod'
import { json, time } from './columns.ts'

/** A model that is on this machine or on its way. */
export const modelRow = z.object({
  /** The catalogue's id, `demo`, or `file-` and a hash for what the person imported. */
  id: z.string(),
  role: z.enum(['chat', 'embedder', 'reranker']),
  name: z.string(),
  /** The GGUF file or the ONNX folder. */
  path: z.string(),
  size_bytes: z.int().nonnegative(),
  received_bytes: z.int().nonnegative(),
  /** Of the whole file, hex; null while unknown or for a folder. */
  sha256: z.string().nullable(),
  status: z.enum(['waiting', 'downloading', 'paused', 'verifying', 'ready', 'failed']),
  fault: json(z.object({ code: z.string(), data: z.unknown().optional() }).nullable()),
  created_at: time,
  updated_at: time,
})
export type ModelRow = z.infer<typeof modelRow>
