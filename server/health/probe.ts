import { setTimeout as delay } from 'node:timers/promises'

export type State = 'healthy' | 'unhealthy'

export interface Probe {
  readonly adapter: string
  state(): Promise<State>
}

export interface Probed {
  readonly adapter: string
  readonly ping: () => Promise<void>
}

const freshMs = 1000
const patienceMs = 50
const limitMs = 2000

/**
 * Whether a store answers. Who asks waits 50 ms at most and then hears what was known last: a frozen database must not freeze
 * the answer about it. After two seconds without an answer it is unhealthy.
 */
export function createProbe({ adapter, ping }: Probed): Probe {
  let known: State = 'healthy'
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined

  async function ask(): Promise<void> {
    askedAt = performance.now()
    const answered: Promise<State> = ping().then(
      () => 'healthy',
      () => 'unhealthy',
    )
    known = await Promise.race([answered, late()])
    asking = undefined
  }

  return {
    adapter,
    async state() {
      if (asking === undefined && performance.now() - askedAt > freshMs) asking = ask()
      if (asking !== undefined) await Promise.race([asking, delay(patienceMs, undefined, { ref: false })])
      return known
    },
  }
}

async function late(): Promise<State> {
  await delay(limitMs, undefined, { ref: false })
  return 'unhealthy'
}
