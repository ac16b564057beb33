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

const longestSpanMs = 400 * 24 * 60 * 60 * 1000

/** Half open; not more than a year and a bit. */
const span = z
  .object({ from: time, to: time })
  .refine(({ from, to }) => to > from && to - from <= longestSpanMs, { message: 'a span of at most 400 days' })
export type UsageSpan = z.infer<typeof span>

/** A day of this machine's calendar. */
const day = z.iso.date()

export const dailyUse = z.object({ day, messages: z.int() })
export type DailyUse = z.infer<typeof dailyUse>

/** What was measured of some answers of one model; eight of ten answers lie between `low` and `high`. */
export const answerSpeed = z.object({
  model_id: z.string(),
  answers: z.int(),
  /** Written, tokens. */
  tokens: z.int(),
  /** While writing, from the first token on; null where nothing could be measured. */
  tokens_per_s: z.object({ low: z.number(), median: z.number(), high: z.number() }).nullable(),
  /** From the question to the first token, milliseconds; the median. */
  first_token_ms: z.number().nullable(),
})
export type AnswerSpeed = z.infer<typeof answerSpeed>

export const dailySpeed = answerSpeed.extend({ day })
export type DailySpeed = z.infer<typeof dailySpeed>

export const usage = {
  summary: call(z.void(), usageSummary),
  /** Counted messages by day; days without any are left out. */
  daily: call(span, z.array(dailyUse)),
  /** Of the whole span, and day by day; days without an answer are left out. */
  speeds: call(span, z.object({ whole: z.array(answerSpeed), days: z.array(dailySpeed) })),
}
