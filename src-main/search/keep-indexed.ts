import type { ReadDb } from '../db/database.ts'
import { nextWork } from './vectors/maintain.ts'

export interface IndexKeeper extends AsyncDisposable {
  /** Has nothing done while `work` runs. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

export interface KeepIndexedDeps {
  readonly db: ReadDb
  /** Does what there is to do, elsewhere. */
  readonly maintain: (signal: AbortSignal) => Promise<void>
  /** Ends what `maintain` began, and lets go of the file. */
  readonly stop: () => Promise<void>
  readonly onFault: (stage: string, error: unknown) => void
  readonly everyMs?: number
}

/** Looks now and then whether the vector index wants something done, and has it done. */
export function keepIndexed({ db, maintain, stop, onFault, everyMs = 10_000 }: KeepIndexedDeps): IndexKeeper {
  let running: { readonly done: Promise<void>; readonly controller: AbortController } | undefined
  let isHeld = false
  const timer = setInterval(look, everyMs).unref()

  function look(): void {
    if (running || isHeld) return
    try {
      if (nextWork(db) !== undefined) running = start()
    } catch (error) {
      onFault('index', error)
    }
  }

  function start(): NonNullable<typeof running> {
    const controller = new AbortController()
    const done = maintain(controller.signal)
      .catch((error: unknown) => {
        if (!controller.signal.aborted) onFault('index', error)
      })
      .finally(() => {
        running = undefined
      })
    return { done, controller }
  }

  async function halt(): Promise<void> {
    const { done, controller } = running ?? {}
    controller?.abort()
    await stop()
    await done
  }

  return {
    async alone(work) {
      isHeld = true
      try {
        await halt()
        return await work()
      } finally {
        isHeld = false
      }
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      isHeld = true
      await halt()
    },
  }
}
