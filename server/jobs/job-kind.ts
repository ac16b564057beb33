import type { z } from 'zod'

export interface JobContext {
  readonly jobId: string
  /** Who asked for it; null for work of the server itself. */
  readonly userId: string | null
  /** The server stops, or another process has taken the job: what is left is done by the next. */
  readonly signal: AbortSignal
}

/** One kind of work. It may be done twice, when its process ends before that is written down, and twice has to be once. */
export interface JobKind {
  readonly name: string
  /** `payload` is JSON as it was kept; the result has to be JSON too. */
  readonly run: (payload: unknown, context: JobContext) => Promise<unknown>
}

export interface DefinedJob<Payload> {
  readonly name: string
  readonly payload: z.ZodType<Payload>
  readonly run: (payload: Payload, context: JobContext) => Promise<unknown>
}

/** What was kept is unknown until it is read: an older server may have written it. */
export const defineJob = <Payload>({ name, payload, run }: DefinedJob<Payload>): JobKind => ({
  name,
  run: async (kept, context) => run(payload.parse(kept), context),
})

/** Work that comes again, in one of the processes. */
export interface Schedule {
  readonly name: string
  readonly everyMs: number
  /** Ends early when it is told to stop; what it leaves is done by the next. */
  readonly run: (signal: AbortSignal) => Promise<unknown>
}

/** It was not done when it was told to end, and is due as before. */
export const scheduledJob = ({ name, run }: Schedule): JobKind => ({
  name,
  async run(_, { signal }) {
    await run(signal)
    signal.throwIfAborted()
  },
})
