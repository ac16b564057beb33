import { z } from 'zod'
import { time } from '../rows/columns.ts'
import { requestReason, requestRow } from '../rows/request.ts'
import { call } from '../rpc/contract.ts'

/** What went out and came in since a time. */
export const requestSummary = z.object({
  sent: z.int(),
  /** Kept from leaving: offline, or not allowed. */
  refused: z.int(),
  sent_bytes: z.int(),
  received_bytes: z.int(),
})
export type RequestSummary = z.infer<typeof requestSummary>

export const network = {
  /** Newest first, below `before_id`. `query` is looked for in host, path and subject; `reasons` are those whose words hold it. */
  requests: call(
    z.object({
      query: z.string().max(200).default(''),
      reasons: z.array(requestReason).default([]),
      before_id: z.int().optional(),
      limit: z.int().min(1).max(1000).default(100),
    }),
    z.object({ items: z.array(requestRow), has_more: z.boolean() }),
  ),
  summary: call(z.object({ since: time }), requestSummary),
}

export const networkError = {
  offline: 'network.offline',
  unreachable: 'network.unreachable',
  refused: 'network.refused',
} as const
