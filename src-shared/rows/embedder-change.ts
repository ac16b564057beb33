import { z } from 'zod'

/** Another embedder was chosen, and passages are embedded again with it; until all are, the one that serves finds them. */
export const embedderChangeRow = z.object({
  /** Model ids. */
  serving_id: z.string(),
  target_id: z.string(),
  status: z.enum(['running', 'stopped']),
  /** What stopped it, when no person did. */
  fault: z.object({ code: z.string(), data: z.unknown().optional() }).nullable(),
  /** Passages that are embedded again, of how many. */
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
  /** By the pace of the last minute; null while too little was done to tell. */
  left_ms: z.number().nonnegative().nullable(),
})
export type EmbedderChangeRow = z.infer<typeof embedderChangeRow>
