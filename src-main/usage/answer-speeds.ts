import type { AnswerSpeed, DailySpeed, UsageSpan } from '../../src-shared/desktop/usage.ts'
import { json } from '../../src-shared/rows/columns.ts'
import { timings, writingMs } from '../../src-shared/rows/message.ts'
import type { ReadDb } from '../db/database.ts'

interface StoredAnswer {
  readonly day: string
  readonly model_id: string
  readonly completion_tokens: number
  readonly timings: string
}

interface Measured {
  readonly day: string
  readonly modelId: string
  readonly tokens: number
  readonly tokensPerS: number | undefined
  readonly firstTokenMs: number | undefined
}

export interface AnswerSpeeds {
  readonly whole: AnswerSpeed[]
  readonly days: DailySpeed[]
}

/** How fast the answers of a span were written, by model. Read from an index alone: no text is touched. */
export function answerSpeeds(db: ReadDb, { from, to }: UsageSpan): AnswerSpeeds {
  const answers = measuredAnswers(db, { from, to })
  const days = Map.groupBy(answers, ({ day, modelId }) => `${day} ${modelId}`)
  return {
    whole: [...Map.groupBy(answers, ({ modelId }) => modelId)].map(([modelId, own]) => summarise(modelId, own)),
    days: [...days.values()].flatMap((own) => {
      const [first] = own
      return first ? [{ day: first.day, ...summarise(first.modelId, own) }] : []
    }),
  }
}

const measuredAnswers = (db: ReadDb, { from, to }: UsageSpan): Measured[] =>
  db
    .prepare<[number, number], StoredAnswer>(`
      SELECT date(created_at / 1000, 'unixepoch', 'localtime') AS day, model_id, completion_tokens, timings
      FROM messages INDEXED BY answers_by_time
      WHERE role = 'assistant' AND completion_tokens IS NOT NULL AND created_at >= ? AND created_at < ?
        AND model_id IS NOT NULL AND timings IS NOT NULL
      ORDER BY created_at
    `)
    .all(from, to)
    .map(measure)

function measure({ day, model_id: modelId, completion_tokens: tokens, timings: stored }: StoredAnswer): Measured {
  const took = json(timings).safeParse(stored).data ?? {}
  const firstTokenMs = took.first_token
  const written = writingMs(took) ?? 0
  // The clock starts with the first token, so that it is not counted.
  const tokensPerS = written > 0 && tokens > 1 ? ((tokens - 1) * 1000) / written : undefined
  return { day, modelId, tokens, tokensPerS, firstTokenMs }
}

function summarise(modelId: string, answers: readonly Measured[]): AnswerSpeed {
  const speeds = sorted(answers.map(({ tokensPerS }) => tokensPerS))
  const waits = sorted(answers.map(({ firstTokenMs }) => firstTokenMs))
  return {
    model_id: modelId,
    answers: answers.length,
    tokens: answers.reduce((sum, { tokens }) => sum + tokens, 0),
    tokens_per_s:
      speeds.length === 0 ? null : { low: quantile(speeds, 0.1), median: quantile(speeds, 0.5), high: quantile(speeds, 0.9) },
    first_token_ms: waits.length === 0 ? null : quantile(waits, 0.5),
  }
}

const sorted = (values: readonly (number | undefined)[]): number[] =>
  values.filter((value) => value !== undefined).sort((a, b) => a - b)

/** Between two values it lies on the line between them. */
function quantile(values: readonly number[], share: number): number {
  const at = (values.length - 1) * share
  const [low = 0, high = 0] = [values[Math.floor(at)], values[Math.ceil(at)]]
  return low + (high - low) * (at - Math.floor(at))
}
