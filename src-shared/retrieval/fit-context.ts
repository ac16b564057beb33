import { chatError } from '../desktop/chat.ts'
import type { PromptMessage } from '../engine/llama.ts'
import { AppError } from '../rpc/errors.ts'
import { buildPrompt, type PromptParts } from './build-prompt.ts'

export interface ContextLimits {
  /** Tokens the model keeps in mind. */
  readonly contextSize: number
  /** Tokens left free for the answer. */
  readonly answerTokens: number
}

export interface FittedPrompt {
  readonly messages: readonly PromptMessage[]
  readonly tokens: number
  /** Sources that are in the prompt: the first so many of those given. */
  readonly sources: number
  /** Earlier messages left out, the oldest first. */
  readonly leftOut: number
}

type Count = (messages: readonly PromptMessage[]) => Promise<number>

/**
 * Makes the prompt fit, in an order a person would choose: the oldest turns go first, then the weakest sources, never the
 * question. The library would cut silently; so nothing reaches it that was not counted.
 */
export async function fitContext(parts: PromptParts, limits: ContextLimits, count: Count): Promise<FittedPrompt> {
  const limit = limits.contextSize - limits.answerTokens
  let { history, sources } = parts
  while (true) {
    const messages = buildPrompt({ ...parts, history, sources })
    const tokens = await count(messages)
    if (tokens <= limit) return { messages, tokens, sources: sources.length, leftOut: parts.history.length - history.length }
    if (history.length > 0) history = withoutOldest(history, tokens - limit)
    else if (sources.length > 0) sources = sources.slice(0, -1)
    else throw new AppError(chatError.questionTooLong, { tokens, limit })
  }
}

/** Drops whole turns of at least `excess` characters: a token has one or more, so never a turn too many. The caller counts again. */
function withoutOldest(history: readonly PromptMessage[], excess: number): readonly PromptMessage[] {
  let characters = 0
  let dropped = 0
  while (dropped < history.length && (characters < excess || history[dropped]?.role === 'assistant')) {
    characters += history[dropped]?.text.length ?? 0
    dropped += 1
  }
  return history.slice(Math.max(1, dropped))
}
