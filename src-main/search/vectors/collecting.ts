import type { AllowedPassages } from './allowed-passages.ts'
import type { VectorSpace } from './spaces.ts'
import type { TopScores } from './top-scores.ts'

export interface Collecting {
  readonly space: VectorSpace
  readonly allowed: AllowedPassages | undefined
  readonly top: TopScores
  /** How many are wanted. */
  readonly limit: number
}
