/** One broken rule at one place. `says` is the rule in a sentence with what to do; `detail` is what this place adds to it. */
export interface Finding {
  readonly rule: string
  readonly place: string
  readonly says: string
  readonly detail?: string
}

export interface Verdict {
  readonly findings: readonly Finding[]
  /** What was looked at, in a few words: a guard that looked at nothing must show it. */
  readonly looked: string
}

/** A guard judges the tree under `root`; the tools it uses come from the project that this file belongs to. */
export interface Guard {
  readonly name: string
  run(root: string): Promise<Verdict>
}
