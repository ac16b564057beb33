import { z } from 'zod'

const state = z.enum(['healthy', 'unhealthy'])

export const modelState = z
  .object({ name: z.string().nullable(), state: z.enum(['absent', 'idle', 'ready', 'failed']) })
  .meta({ id: 'ModelState' })
export type ModelState = z.infer<typeof modelState>

export const health = z.object({
  status: z.enum(['healthy', 'degraded']),
  timestamp: z.iso.datetime(),
  version: z.string(),
  services: z.record(z.string(), state),
  /** What looks through documents. */
  search: z.enum(['atlas_vector_search', 'vector_index']),
  /** Which adapter does each store's job: `postgres` or `pglite`, `redis` or `memory`. */
  stores: z.record(z.string(), z.string()),
  /** `absent`: the server was given none, and answers MODEL_UNAVAILABLE; `idle`: nobody needed it yet. */
  models: z.record(z.enum(['embedding', 'generation']), modelState),
})
export type Health = z.infer<typeof health>

export const readiness = z.object({ status: z.enum(['ready', 'not_ready']) })
