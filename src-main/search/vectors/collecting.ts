import type { AllowedPassages } from './allowed-passages.ts'
import type { VectorSpace } from './spaces.ts'
import type { TopScores } from './top-scores.ts'
import type { Share } from './vector-query.ts'

export interface Collecting {
  readonly space: VectorSpace
  readonly share: Share
  readonly allowed: AllowedPassages | undefined
  readonly top: TopScores
  /** How many are wanted. */
  readonly limit: number
}
