import { newId } from '../../src-shared/ids.ts'
import { blocked, type CacheStore, type Filled, leaseSeconds, type Tally } from './cache-store.ts'

interface Entry {
  readonly json: string
  readonly endsAt: number
}

/** At most this many entries: the one that was written longest ago goes first. */
const capacity = 100_000

/** The cache of one process. It keeps text, as Redis does, so that nobody shares an object through it. */
export function createMemoryCache(now: () => number): CacheStore {
  const entries = new Map<string, Entry>()

  function find(key: string): Entry | undefined {
    const entry = entries.get(key)
    if (entry === undefined || entry.endsAt > now()) return entry
    entries.delete(key)
    return undefined
  }

  function keep(key: string, entry: Entry): void {
    entries.delete(key)
    entries.set(key, entry)
    const [oldest] = entries.keys()
    if (entries.size > capacity && oldest !== undefined) entries.delete(oldest)
  }

  function count(key: string, windowSeconds: number): Tally {
    const entry = find(key)
    const next = { json: String(Number(entry?.json ?? 0) + 1), endsAt: entry?.endsAt ?? now() + windowSeconds * 1000 }
    keep(key, next)
    return { count: Number(next.json), endsInSeconds: Math.ceil((next.endsAt - now()) / 1000) }
  }

  function set(key: string, value: unknown, ttlSeconds: number): void {
    keep(key, { json: JSON.stringify(value), endsAt: now() + ttlSeconds * 1000 })
  }

  function lease(key: string): string | undefined {
    const json = find(leaseOf(key))?.json ?? newId()
    if (json === blocked) return undefined
    keep(leaseOf(key), { json, endsAt: now() + leaseSeconds * 1000 })
    return json
  }

  function fill(key: string, { lease, value, ttlSeconds }: Filled): void {
    if (find(leaseOf(key))?.json === lease) set(key, value, ttlSeconds)
  }

  return {
    kind: 'memory',
    async get(key) {
      const entry = find(key)
      return entry === undefined ? undefined : JSON.parse(entry.json)
    },
    set: async (key, value, ttlSeconds) => set(key, value, ttlSeconds),
    delete: async (keys) => keys.flatMap((key) => [key, leaseOf(key)]).forEach((each) => void entries.delete(each)),
    deleteKind: async (prefix) => keysOfKind(entries, prefix).forEach((key) => void entries.delete(key)),
    lease: async (key) => lease(key),
    fill: async (key, filled) => fill(key, filled),
    async block(key, seconds) {
      entries.delete(key)
      keep(leaseOf(key), { json: blocked, endsAt: now() + seconds * 1000 })
    },
    count: async (key, windowSeconds) => count(key, windowSeconds),
    ping: async () => {},
    [Symbol.asyncDispose]: async () => entries.clear(),
  }
}

const leaseOf = (key: string): string => `lease:${key}`

/** With their leases, but for blocks. */
const keysOfKind = (entries: ReadonlyMap<string, Entry>, prefix: string): readonly string[] =>
  [...entries].flatMap(([key, { json }]) =>
    json !== blocked && (key.startsWith(prefix) || key.startsWith(leaseOf(prefix))) ? [key] : [],
  )
