import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WriteDb } from '../db/database.ts'

/** Some of the work, in the transaction it is given; whether there may be more. */
export type Step = (tx: WriteDb) => boolean

/** Goes on in transactions of their own until there is nothing more to do. */
export async function inTurns(commit: (work: (tx: WriteDb) => void) => void, step: Step): Promise<void> {
  for (let more = true; more; await nextTurn()) {
    commit((tx) => {
      more = step(tx)
    })
  }
}
