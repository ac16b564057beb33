import { type MessageRow, type Timings, writingMs } from '../../src-shared/rows/message.ts'

/**
 * An answer that was continued took what each of its runs took, as its words are the words of all of them; only the wait for
 * the first word, and the thought before it, are those of the first run that had one.
 */
export function addTimings(before: Pick<MessageRow, 'timings' | 'completion_tokens'>, run: Timings): Timings {
  const earlier = before.timings
  if (earlier === null) return run
  const written = before.completion_tokens === null ? undefined : writingMs(earlier)
  return {
    load: sum(earlier.load, run.load),
    embed: sum(earlier.embed, run.embed),
    retrieve: sum(earlier.retrieve, run.retrieve),
    first_token: earlier.first_token ?? run.first_token,
    thought: earlier.thought ?? run.thought,
    writing: sum(written, run.writing),
    total: sum(earlier.total, run.total),
  }
}

const sum = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0)
