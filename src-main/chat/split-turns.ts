import { estimatePrompt } from '../../src-shared/retrieval/estimate-tokens.ts'
import type { Turn } from './history.ts'

export interface TurnRoom {
  /** Tokens all of the turns take, counted. */
  readonly tokens: number
  /** Tokens there are for them. */
  readonly room: number
}

/** How many of the oldest turns are to be summarised, so that the rest fills about half of its room: the next ones fit, too. */
export function turnsToSummarise(turns: readonly Turn[], { tokens, room }: TurnRoom): number {
  const estimates = turns.map(({ prompt }) => estimatePrompt(prompt))
  const estimated = estimates.reduce((sum, each) => sum + each, 0)
  const scale = estimated === 0 ? 1 : tokens / estimated
  let left = room / 2
  let kept = 0
  for (const estimate of estimates.toReversed()) {
    left -= estimate * scale
    if (left < 0) break
    kept += 1
  }
  return Math.max(1, turns.length - kept)
}
