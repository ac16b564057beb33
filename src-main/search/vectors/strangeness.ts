import { createHeadMeasure, type Measuring } from './head-measure.ts'
import type { Kernel } from './kernel.ts'

/** Finds out which lists get rows that their heads do not describe. */
export interface Strangeness {
  /** Looks at what the probe is set to, whose nearest list this is. */
  look(list: number): void
  /** How far heads of a list may lie below products because of what it got; 0 where all is as usual. */
  slackOf(list: number): number
}

/** More than this by which hardly any row of the training missed itself is no chance. */
const margin = 1.2

/**
 * Directions are learned of the rows that are there. What comes later may be about something else and differ in other directions: its heads then say little,
 * and a list that allowed no more for them than for its old rows would rule the new ones out.
 */
export function createStrangeness(kernel: Kernel, measuring: Measuring): Strangeness {
  const { drafts } = measuring.coding
  if (drafts === undefined) return { look: () => {}, slackOf: () => 0 }
  const measure = createHeadMeasure(kernel, measuring)
  const slacks = new Map<number, number>()
  return {
    look(list) {
      measure.take(list)
      const missed = measure.missedItself()
      if (missed > margin * drafts.ownMiss) slacks.set(list, Math.max(missed, slacks.get(list) ?? 0))
    },
    slackOf: (list) => slacks.get(list) ?? 0,
  }
}
