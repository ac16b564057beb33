import { z } from 'zod'
import { resourceType } from '../../../src-shared/api/billing.ts'

export const loadUser = z.object({ userId: z.string(), token: z.string() })
export type LoadUser = z.infer<typeof loadUser>

export const loadStart = z.object({
  type: z.literal('start'),
  urls: z.array(z.string()),
  /** The first only reads: what is cached of him stays. */
  users: z.array(loadUser).min(2),
  clients: z.int(),
  pauseMs: z.int(),
})

/** What the load process is told. */
export const loadOrder = z.discriminatedUnion('type', [
  loadStart,
  z.object({ type: z.literal('urls'), urls: z.array(z.string()) }),
  z.object({ type: z.literal('stop') }),
  z.object({ type: z.literal('settle') }),
])
export type LoadOrder = z.infer<typeof loadOrder>

export const loadCall = z.object({
  kind: z.enum(['record', 'hold', 'commit', 'read']),
  at: z.number(),
  ms: z.number(),
  /** 0: it was sent and never answered; -1: nobody listened there. */
  status: z.int(),
})
export type LoadCall = z.infer<typeof loadCall>

/** What has to be counted once, and may be only if it was acknowledged or sent. */
export const loadUse = z.object({
  ...{ id: z.string(), userId: z.string(), resource: resourceType, quantity: z.int() },
  isAcknowledged: z.boolean(),
})
export type LoadUse = z.infer<typeof loadUse>

/** What the load process answers to `stop` and to `settle`. */
export const loadReport = z.object({ type: z.literal('report'), calls: z.array(loadCall), uses: z.array(loadUse) })
export type LoadReport = z.infer<typeof loadReport>

/** Beside that it tells of each use that was acknowledged. */
export const loadTold = z.discriminatedUnion('type', [loadReport, z.object({ type: z.literal('acknowledged') })])
export type LoadTold = z.infer<typeof loadTold>
