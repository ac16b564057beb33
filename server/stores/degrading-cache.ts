import type { CacheStore } from './cache-store.ts'

/** Other processes may read what this one could not forget: it does not wait for the next request to come by. */
const payMs = 500

/** More keys than that are not remembered one by one, but as everything of their kinds. */
const owedAtMost = 10_000

/** They count, and say nothing of anybody: one that is not forgotten ends by itself, and all at once would let guessing begin anew. */
const counters = ['sign_in:', 'rate_limit:', 'letters:', 'register:']

/**
 * A cache that may be away: reads find nothing, counting goes on in this process, and what was to be forgotten is forgotten
 * before it is read again. `ping` still tells the truth.
 */
export function createDegradingCache(shared: CacheStore, own: CacheStore): CacheStore {
  const debts = createDebts(shared)

  /** Nothing is believed, and nothing kept, of what is owed. */
  async function ifPaid<T>(key: string, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return (await debts.payFor(key)) ? await ask() : undefined
    } catch {
      return undefined
    }
  }

  return {
    ...shared,
    get: (key) => ifPaid(key, () => shared.get(key)),
    set: (key, value, ttlSeconds) => ifPaid(key, () => shared.set(key, value, ttlSeconds)),
    lease: (key) => ifPaid(key, () => shared.lease(key)),
    fill: (key, filled) => ifPaid(key, () => shared.fill(key, filled)),
    // Who asks for it is about to change what the key says, and may not live to forget it.
    block: (key, seconds) => shared.block(key, seconds).catch(() => debts.owe([key])),
    delete: (keys) => shared.delete(keys).catch(() => debts.owe(keys)),
    deleteKind: (kind) => shared.deleteKind(kind).catch(() => debts.oweKind(kind)),
    count: (key, windowSeconds) => shared.count(key, windowSeconds).catch(() => own.count(key, windowSeconds)),
    async [Symbol.asyncDispose]() {
      debts[Symbol.dispose]()
      await shared[Symbol.asyncDispose]()
      await own[Symbol.asyncDispose]()
    },
  }
}

interface Debts extends Disposable {
  owe(keys: readonly string[]): void
  oweKind(kind: string): void
  /** True when nothing of this key is owed any more. Errors: those of the cache. */
  payFor(key: string): Promise<boolean>
}

/** What is owed has a mark of its own each time: paying takes away only what was owed when it began. */
function createDebts(shared: CacheStore): Debts {
  const keysOwed = new Map<string, symbol>()
  const kindsOwed = new Map<string, symbol>()
  const state: { paying?: Promise<void> | undefined } = {}
  const again = payRegularly(() => (keysOwed.size + kindsOwed.size === 0 ? undefined : payOnce()))

  async function pay(): Promise<void> {
    // Before thousands of calls fail one by one.
    await shared.ping()
    const owed = [...keysOwed]
    await shared.delete(owed.map(([key]) => key))
    for (const [key, mark] of owed) if (keysOwed.get(key) === mark) keysOwed.delete(key)
    for (const [kind, mark] of [...kindsOwed]) {
      await shared.deleteKind(kind)
      if (kindsOwed.get(kind) === mark) kindsOwed.delete(kind)
    }
  }

  const payOnce = (): Promise<void> =>
    (state.paying ??= pay().finally(() => {
      state.paying = undefined
    }))

  function oweKind(kind: string): void {
    if (!counters.includes(kind)) kindsOwed.set(kind, Symbol(kind))
    again.start()
  }

  function owe(keys: readonly string[]): void {
    // Again, if its kind is owed: whoever is just paying that may have passed this key.
    for (const key of keys)
      if (kindsOwed.has(kindOf(key))) oweKind(kindOf(key))
      else keysOwed.set(key, Symbol(key))
    if (keysOwed.size > owedAtMost) {
      new Set([...keysOwed.keys()].map(kindOf)).forEach(oweKind)
      keysOwed.clear()
    }
    again.start()
  }

  return {
    owe,
    oweKind,
    async payFor(key) {
      // All of a kind may take long: whoever asks goes to the database meanwhile.
      if (kindsOwed.has(kindOf(key))) return false
      if (keysOwed.has(key)) await payOnce()
      return !keysOwed.has(key)
    },
    [Symbol.dispose]: again.stop,
  }
}

/** Until nothing is left to pay. */
function payRegularly(pay: () => Promise<void> | undefined) {
  const state: { timer?: NodeJS.Timeout | undefined } = {}
  const stop = (): void => {
    clearInterval(state.timer)
    state.timer = undefined
  }
  const start = (): void => {
    state.timer ??= setInterval(() => {
      const paying = pay()
      if (paying === undefined) stop()
      else paying.catch(() => undefined)
    }, payMs).unref()
  }
  return { start, stop }
}

const kindOf = (key: string): string => key.slice(0, key.indexOf(':') + 1) || key
