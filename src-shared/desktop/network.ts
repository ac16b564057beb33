import { z } from 'zod'
import { time } from '../rows/columns.ts'
import { call } from '../rpc/contract.ts'

/** One outgoing request: when, where to, why. The page lists them; nothing leaves the machine unlisted. */
export const networkRequest = z.object({
  at: time,
  method: z.string(),
  host: z.string(),
  path: z.string(),
  reason: z.string(),
  outcome: z.string(),
  bytes: z.int().nullable(),
})
export type NetworkRequest = z.infer<typeof networkRequest>

export const network = { requests: call(z.void(), z.array(networkRequest)) }

export const networkError = {
  offline: 'network.offline',
  unreachable: 'network.unreachable',
  refused: 'network.refused',
} as const
