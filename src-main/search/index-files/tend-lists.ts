import { maintain } from '../vectors/maintain.ts'
import { type IndexFolder, openToWrite } from './index-file.ts'
import type { Report } from './serve-thread.ts'

export interface Tending {
  /** There may be something to do. */
  wake(owner: string): void
  /** Has let go of the file when it resolves. */
  stop(owner: string): Promise<void>
}

interface Running {
  done: Promise<void>
  readonly controller: AbortController
  /** Somebody woke it while it ran. */
  isAgain: boolean
}

/** Keeps the lists of each owner's vectors in shape, in pieces between what is written. Searches are right without it, only slower. */
export function createTending(place: IndexFolder, report: Report): Tending {
  const running = new Map<string, Running>()

  async function tend(owner: string, signal: AbortSignal): Promise<void> {
    using db = openToWrite(place, owner)
    await maintain(db, signal)
  }

  async function run(owner: string, state: Running): Promise<void> {
    const { signal } = state.controller
    try {
      while (state.isAgain && !signal.aborted) {
        state.isAgain = false
        await tend(owner, signal)
      }
    } catch (error) {
      if (!signal.aborted) report(error)
    } finally {
      running.delete(owner)
    }
  }

  return {
    wake(owner) {
      const known = running.get(owner)
      if (known !== undefined) {
        known.isAgain = true
        return
      }
      const state = { controller: new AbortController(), isAgain: true, done: Promise.resolve() }
      running.set(owner, state)
      state.done = run(owner, state)
    },
    async stop(owner) {
      const known = running.get(owner)
      known?.controller.abort()
      await known?.done
    },
  }
}
