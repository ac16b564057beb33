import { contextError } from '../../src-shared/desktop/context.ts'
import type { PromptMessage } from '../../src-shared/engine/llama.ts'
import { summaryPrompt } from '../../src-shared/retrieval/summary-prompt.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { halve, type TranscriptPiece } from './transcript.ts'

export interface SummariseDeps {
  readonly count: (messages: readonly PromptMessage[]) => Promise<number>
  /** Asks the model. */
  readonly write: (messages: readonly PromptMessage[]) => Promise<string>
  /** Tokens a prompt may have. */
  readonly limit: number
  /** So many messages are in the summary by now. */
  readonly onProgress: (messages: number) => void
}

export interface Unsummarised {
  readonly pieces: readonly TranscriptPiece[]
  readonly before: string | undefined
}

/** Shorter pieces than this are not the reason why a prompt is too long. */
const shortest = 200

/**
 * One summary of all pieces: each is summarised together with the summary of those before it, so that a conversation of any
 * length passes through any context. Errors: `emptySummary`, `cannotSummarise`, and those of `count` and `write`.
 */
export async function summarise({ pieces, before }: Unsummarised, deps: SummariseDeps): Promise<string> {
  const waiting = [...pieces]
  let summary = before
  let done = 0
  deps.onProgress(0)
  for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
    const prompt = summaryPrompt({ before: summary, transcript: piece.text })
    if ((await deps.count(prompt)) > deps.limit) {
      if (piece.text.length < shortest) throw new AppError(contextError.cannotSummarise)
      waiting.unshift(...halve(piece))
      continue
    }
    summary = (await deps.write(prompt)).trim()
    if (summary === '') throw new AppError(contextError.emptySummary)
    done += piece.messages
    deps.onProgress(done)
  }
  if (summary === undefined) throw new AppError(contextError.nothingToCompact)
  return summary
}
