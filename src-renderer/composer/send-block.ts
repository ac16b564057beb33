import { unlimited } from '../../src-shared/billing/plans.ts'
import type { UsageSummary } from '../../src-shared/desktop/usage.ts'

/** As many characters as one question may have. */
export const mostCharacters = 1_000_000

/** Why a question cannot be sent now; null when it can. */
export type SendBlock = 'empty' | 'emptyAttached' | 'tooLong' | 'full' | 'lost'

export interface SendFacts {
  readonly text: string
  readonly hasAttachments: boolean
  readonly isFull: boolean
  readonly isConnected: boolean
}

export function sendBlock({ text, hasAttachments, isFull, isConnected }: SendFacts): SendBlock | null {
  if (isFull) return 'full'
  if (!isConnected) return 'lost'
  if (text.trim() === '') return hasAttachments ? 'emptyAttached' : 'empty'
  return text.length > mostCharacters ? 'tooLong' : null
}

/** Whether the plan's messages of this month are used up. */
export const isFull = (summary: UsageSummary | null): boolean =>
  summary !== null && summary.limit !== unlimited && summary.used >= summary.limit

/** Characters of a token, about; most languages have more, code has fewer. */
const charactersPerToken = 4

/** Below this nobody has to count. */
const longTokens = 2000

/**
 * The tokens, about, of a question that would fill more than half of what the model keeps in mind; null for any other.
 * `context` is what the model in memory keeps in mind, null where none is.
 */
export function longText(text: string, context: number | null): number | null {
  const tokens = Math.ceil(text.length / charactersPerToken)
  if (tokens < longTokens) return null
  return tokens > (context ?? 8192) / 2 ? tokens : null
}
