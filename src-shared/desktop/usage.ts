import { z } from 'zod'
import { time } from '../rows/columns.ts'
import { call } from '../rpc/contract.ts'

export const usageSummary = z.object({
  plan: z.string(),
  meter: z.literal('messages'),
  used: z.int(),
  /** -1 means unlimited. */
  limit: z.int(),
  period_start: time,
  period_end: time,
})
export type UsageSummary = z.infer<typeof usageSummary>

export const usage = { summary: call(z.void(), usageSummary) }
