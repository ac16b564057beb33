import { createDraftMeasure, type Measuring } from './draft-measure.ts'
import type { Kernel } from './kernel.ts'
import type { Allowance } from './list-scanner.ts'

/** What drafts of a list have to be allowed because of what it got; 0 where all is as usual. */
export type StrangeSlacks = Pick<Allowance, 'slack' | 'tailSlack'>

/** Finds out which lists get rows that their drafts do not describe. */
export interface Strangeness {
  /** Looks at what the probe is set to, whose nearest list this is. */
  look(list: number): void
  slacksOf(list: number): StrangeSlacks
}

/** More than this by which hardly any row of the training missed itself is no chance. */
const margin = 1.2
const asUsual: StrangeSlacks = { slack: 0, tailSlack: 0 }

/**
 * Directions are learned of the rows that are there. What comes later may be about something else and differ in other directions: its drafts then say little,
 * and a list that allowed no more for them than for its old rows would rule the new ones out.
 */
export function createStrangeness(kernel: Kernel, measuring: Measuring): Strangeness {
  const { drafts } = measuring.coding
  if (drafts === undefined) return { look: () => {}, slacksOf: () => asUsual }
  const most = margin * drafts.missed.itself.byHead
  const measure = createDraftMeasure(kernel, measuring)
  const slacks = new Map<number, StrangeSlacks>()
  return {
    look(list) {
      measure.take(list)
      const { byHead, byTail } = measure.missedOfItself()
      if (byHead <= most) return
      const { slack, tailSlack } = slacks.get(list) ?? asUsual
      slacks.set(list, { slack: Math.max(slack, byHead), tailSlack: Math.max(tailSlack, byTail) })
    },
    slacksOf: (list) => slacks.get(list) ?? asUsual,
  }
}
