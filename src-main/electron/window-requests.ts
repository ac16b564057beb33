import type { WindowRequest } from '../../src-shared/desktop/window.ts'
import { createInbox } from '../../src-shared/rpc/inbox.ts'

export interface WindowRequests {
  add(request: WindowRequest): void
  /** What is asked from now on, and what was asked just before nobody listened. Who listens later takes over. */
  follow(signal: AbortSignal): AsyncIterable<WindowRequest>
}

/** A page may still be loading when it is asked something; what it hears much later would only surprise. */
const patienceMs = 30_000

export function createWindowRequests(now: () => number): WindowRequests {
  let waiting: { readonly request: WindowRequest; readonly at: number }[] = []
  let wake: ((isOver: boolean) => void) | undefined

  function take(): WindowRequest | undefined {
    waiting = waiting.filter(({ at }) => now() - at <= patienceMs)
    return waiting.shift()?.request
  }

  return {
    add(request) {
      waiting.push({ request, at: now() })
      wake?.(false)
    },
    async *follow(signal) {
      wake?.(true)
      const inbox = createInbox<boolean>()
      const mine = (isOver: boolean): void => inbox.put(isOver)
      const onAbort = (): void => mine(true)
      wake = mine
      signal.addEventListener('abort', onAbort, { once: true })
      try {
        while (!signal.aborted) {
          const next = wake === mine ? take() : undefined
          if (next !== undefined) yield next
          else if (await inbox.next()) return
        }
      } finally {
        signal.removeEventListener('abort', onAbort)
        if (wake === mine) wake = undefined
      }
    },
  }
}
