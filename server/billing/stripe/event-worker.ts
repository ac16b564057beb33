import { reasonOf } from '../../log.ts'
import { createSlot } from '../../slot.ts'
import { waitAtMost } from '../../wait-at-most.ts'
import { ownerOf } from './customers.ts'
import { type ClaimedEvents, claimEvents, returnEvents, settleEvents } from './events.ts'
import type { StripeDeps } from './stripe-deps.ts'
import { syncCustomer } from './sync-customer.ts'

export interface EventWorker {
  /** There may be something to do. */
  wake(): void
  /** Until nothing is due. */
  drain(): Promise<void>
  /** Takes no more, and waits for what runs, but not for ever. */
  stop(): Promise<void>
}

/** So many customers at once. */
const width = 4

/** Works off the events that wait, whoever wrote them: this process, another one, or one that is gone. */
export function createEventWorker(deps: StripeDeps): EventWorker {
  const state = { isStopped: false }

  async function workOne(): Promise<boolean> {
    if (state.isStopped) return false
    const claimed = await claimEvents(deps.store, new Date(deps.now()))
    if (claimed === undefined) return false
    if (claimed.claim !== '') await work(deps, claimed)
    return true
  }

  const waits = (error: unknown): false => {
    deps.log.warn({ reason: reasonOf(error) }, 'events wait')
    return false
  }
  const slots = Array.from({ length: width }, () => createSlot(() => workOne().catch(waits)))

  return {
    async drain() {
      while (await workOne());
    },
    wake: () => slots.forEach((slot) => void slot.wake()),
    async stop() {
      state.isStopped = true
      await waitAtMost(Promise.all(slots.map((slot) => slot.idle())))
    },
  }
}

async function work(deps: StripeDeps, claimed: ClaimedEvents): Promise<void> {
  const { store, metrics } = deps
  const at = () => new Date(deps.now())
  try {
    const userId = await ownerOf(deps, claimed.customerId)
    if (userId === undefined) return count(deps, 'ignored', await settleEvents(store, claimed, { state: 'ignored', at: at() }))
    const written = await syncCustomer(deps, { customerId: claimed.customerId, userId })
    if (written === undefined) await returnEvents(store, claimed, { failed: false, at: at() })
    // Last: what ended before this is done once more, and doing it twice is doing it once.
    else count(deps, 'done', await settleEvents(store, claimed, { state: 'done', at: at() }))
  } catch (error) {
    metrics.events.inc({ outcome: 'failed' })
    deps.log.warn({ customer: claimed.customerId, reason: reasonOf(error) }, 'events wait')
    await returnEvents(store, claimed, { failed: true, at: at() })
  }
}

const count = ({ metrics }: StripeDeps, outcome: string, events: number): void => metrics.events.inc({ outcome }, events)
