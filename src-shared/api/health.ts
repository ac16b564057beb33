import { z } from 'zod'

const state = z.enum(['healthy', 'unhealthy'])

export const health = z.object({
  status: z.enum(['healthy', 'degraded']),
  timestamp: z.iso.datetime(),
  version: z.string(),
  services: z.record(z.string(), state),
  /** Which adapter does each store's job: `postgres` or `pglite`, `redis` or `memory`. */
  stores: z.record(z.string(), z.string()),
})
export type Health = z.infer<typeof health>

export const readiness = z.object({ status: z.enum(['ready', 'not_ready']) })
