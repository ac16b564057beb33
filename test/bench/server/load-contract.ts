import { z } from 'zod'

/** What a client sends again and again. `{uuid}` in the body is a new one each time, `{now}` the time. */
export const loadRequest = z.object({
  method: z.enum(['GET', 'POST']),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
})
export type LoadRequest = z.infer<typeof loadRequest>

export const loadWork = z.object({
  url: z.string(),
  /** Of more processes of the same server: they take turns. */
  otherUrls: z.array(z.string()).optional(),
  seconds: z.number(),
  /** Sent in turn, from the beginning each time. */
  requests: z.array(loadRequest).min(1),
  /** `closed`: as many clients, each of which waits for its answer. `steady`: so many a second, whether or not the last ones are answered. */
  pace: z.discriminatedUnion('type', [
    z.object({ type: z.literal('closed'), clients: z.int() }),
    z.object({ type: z.literal('steady'), perSecond: z.int() }),
  ]),
})
export type LoadWork = z.infer<typeof loadWork>

export const loadReport = z.object({
  /** Milliseconds of every answer; at a steady pace from the moment it was due to be sent, so that nobody who waits is left out. */
  latenciesMs: z.array(z.number()),
  seconds: z.number(),
  /** Answers by their status; 0 for a connection that broke. */
  statuses: z.record(z.string(), z.int()),
})
export type LoadReport = z.infer<typeof loadReport>
