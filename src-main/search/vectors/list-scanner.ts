import type { AllowedPassages } from './allowed-passages.ts'
import type { CachedList } from './list-cache.ts'
import type { Probe } from './probe.ts'
import type { TopScores } from './top-scores.ts'

/** Finds in lists what may be among the best: by signs (sign-scanner.ts) or by drafts (draft-scanner.ts). */
export interface ListScanner {
  /** Takes what the probe was set to, and how near lists are to it. */
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
  readonly allowance: Allowance
}

/** What drafts of a list have to be allowed beyond those of the rows that directions were learned of. */
export interface Allowance {
  /** How far heads, and heads and tails, may lie below products, at a distance of 1. */
  readonly slack: number
  readonly tailSlack: number
  /** By how much sketches are off more. */
  readonly wider: number
}

export const nothingMore: Allowance = { slack: 0, tailSlack: 0, wider: 1 }

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
