import { setTimeout as delay } from 'node:timers/promises'
import { storeError } from '../../src-shared/desktop/app.ts'
import { isStoreFault } from '../db/store-fault.ts'

const pauseMs = 1000

/** What could not be written because the disk is full or the file is held, kept in memory and tried until it can. */
export interface StoreLater extends AsyncDisposable {
  /** `write` gives up by throwing anything else: what it was for is gone. */
  keep(write: () => unknown): void
}

export function createStoreLater(onFault: (stage: string, error: unknown) => void): StoreLater {
  const closing = new AbortController()
  const waiting = new Set<Promise<void>>()

  async function storeWhenPossible(write: () => unknown): Promise<void> {
    while (!isSettled(write, onFault) && !closing.signal.aborted) {
      await delay(pauseMs, undefined, { signal: closing.signal }).catch(() => {})
    }
  }

  return {
    keep(write) {
      const stored = storeWhenPossible(write).finally(() => waiting.delete(stored))
      waiting.add(stored)
    },
    async [Symbol.asyncDispose]() {
      closing.abort()
      await Promise.all(waiting)
    },
  }
}

function isSettled(write: () => unknown, onFault: (stage: string, error: unknown) => void): boolean {
  try {
    write()
    return true
  } catch (error) {
    if (isStoreFault(error, storeError.diskFull) || isStoreFault(error, storeError.busy)) return false
    onFault('chat.store', error)
    return true
  }
}
