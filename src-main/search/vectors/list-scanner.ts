import type { AllowedPassages } from './allowed-passages.ts'
import type { CachedList } from './list-cache.ts'
import type { Probe } from './probe.ts'
import type { TopScores } from './top-scores.ts'

/** Finds in lists what may be among the best: by signs (sign-scanner.ts) or by drafts (draft-scanner.ts). */
export interface ListScanner {
  /** Takes what the probe was set to. */
  ask(probe: Probe): void
  /** Estimates the entries of lists and adds the best. */
  scan(lists: readonly NearList[], search: ListSearch): void
  /** How many entries of a list are allowed. */
  countAllowed(list: CachedList, allowed: AllowedPassages): number
}

/** Some blocks of a list, usually all. */
export interface NearList {
  readonly list: number
  readonly codes: CachedList
  readonly first: number
  readonly blocks: number
  /** The query's product with the list's middle. */
  readonly product: number
  /** How far apart rows and the query may be beside the middle: the farther, the less an estimate tells. */
  readonly reach: number
  /** What heads of this list have to be allowed for beyond those of others; 0 where that is nothing. */
  readonly slack: number
}

export interface ListSearch {
  readonly allowed: AllowedPassages | undefined
  /** Passages whose row is known to be gone. */
  readonly ghosts: ReadonlySet<number>
  /** Those that may be the best: by the most they may be. */
  readonly top: TopScores
  /** Those that are wanted, by their estimates: what cannot come up to them is not looked at. */
  readonly lead: TopScores
}

/** Whether a passage may be an answer. */
export const isWanted = (passage: number, { allowed, ghosts }: ListSearch): boolean =>
  (allowed === undefined || allowed.has(passage)) && !ghosts.has(passage)
