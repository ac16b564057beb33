import { setTimeout as delay } from 'node:timers/promises'
import { health } from '../../../src-shared/api/health.ts'

export interface Looked {
  readonly at: number
  readonly ms: number
  /** What it says of each store; undefined: it did not answer. */
  readonly services: Readonly<Record<string, string>> | undefined
  readonly isReady: boolean
}

export interface HealthWatch extends AsyncDisposable {
  readonly looks: readonly Looked[]
  /** Nobody looks meanwhile. */
  without<T>(work: () => Promise<T>): Promise<T>
}

const pauseMs = 50

/** Asks a server how it is, twenty times a second. */
export function watchHealth(url: string): HealthWatch {
  const looks: Looked[] = []
  const stopped = new AbortController()
  const state = { resting: Promise.resolve(), looking: Promise.resolve() }
  const watching = (async () => {
    while (!stopped.signal.aborted) {
      await state.resting
      state.looking = look(url).then((looked) => void looks.push(looked))
      await state.looking
      await delay(pauseMs)
    }
  })()
  return {
    looks,
    async without(work) {
      const rested = Promise.withResolvers<void>()
      state.resting = rested.promise
      try {
        await state.looking
        return await work()
      } finally {
        rested.resolve()
      }
    },
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await watching
    },
  }
}

async function look(url: string): Promise<Looked> {
  const at = Date.now()
  const began = performance.now()
  const report = await fetch(`${url}/health`)
    .then(async (answer) => health.parse(await answer.json()))
    .catch(() => undefined)
  const ms = performance.now() - began
  const isReady = await fetch(`${url}/ready`).then(
    ({ ok, body }) => {
      void body?.cancel()
      return ok
    },
    () => false,
  )
  return { at, ms, services: report?.services, isReady }
}
