import { reasonOf } from '../../log.ts'
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

interface WorkerState {
  isStopped: boolean
  /** Somebody woke it while it ran. */
  isAgain: boolean
  running: Promise<void> | undefined
}

/** So many customers at once. */
const width = 4

/** Works off the events that wait, whoever wrote them: this process, another one, or one that is gone. */
export function createEventWorker(deps: StripeDeps): EventWorker {
  const state: WorkerState = { isStopped: false, isAgain: false, running: undefined }

  async function drain(): Promise<void> {
    for (;;) {
      if (state.isStopped) return
      const claimed = await claimEvents(deps.store, new Date(deps.now()))
      if (claimed === undefined) return
      if (claimed.claim !== '') await work(deps, claimed)
    }
  }

  async function runAll(): Promise<void> {
    do {
      state.isAgain = false
      await Promise.all(Array.from({ length: width }, drain))
    } while (state.isAgain)
  }

  return {
    drain,
    wake() {
      state.isAgain = true
      state.running ??= runAll()
        .catch((error: unknown) => deps.log.warn({ reason: reasonOf(error) }, 'events wait'))
        .finally(() => (state.running = undefined))
    },
    async stop() {
      state.isStopped = true
      await waitAtMost(state.running)
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
