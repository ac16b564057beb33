import type { z } from 'zod'

/** What of the shared cache this process has in its own memory. */
export interface NearCache {
  find<T>(key: string, schema: z.ZodType<T>): { readonly value: T } | undefined
  /** Before the shared cache is asked: what it answers is kept with the mark, unless the key has changed in between. */
  mark(key: string): Mark | undefined
  /** From then on nobody changes it through what he got: it is frozen. */
  keep<T>(key: string, kept: Kept<T>): void
  /** False for a value that was kept here and has changed since. */
  isStill(key: string, value: unknown): boolean
}

export interface Mark {
  readonly endsAt: number
}

export interface Kept<T> {
  readonly mark: Mark | undefined
  /** By which it was read: another reader of the key does not get it. */
  readonly schema: z.ZodType<T>
  readonly value: T
  readonly ttlMs: number
}

/** What changes in the shared cache, whoever changes it, in order with its answers: heard before what was asked after it is answered. */
export interface Changes {
  /** Undefined when some may have been missed. */
  hear(listener: (key: string | undefined) => void): void
  isHeard(): boolean
}

export interface NearDeps {
  readonly now: () => number
  readonly changes: Changes
}

/** More than users who ask within ten seconds; the one that was kept longest goes first. */
const capacity = 10_000

/** Longest, whatever is heard: a process that ended between a change and telling it does no harm beyond that. */
const nearMs = 10_000

type Entry = Mark | (Mark & { readonly schema: z.ZodType; readonly value: unknown })

export function createNearCache({ now, changes }: NearDeps): NearCache {
  const entries = new Map<string, Entry>()
  const given = new WeakSet<WeakKey>()

  function put(key: string, entry: Entry): void {
    entries.delete(key)
    entries.set(key, entry)
    const [oldest] = entries.keys()
    if (entries.size > capacity && oldest !== undefined) entries.delete(oldest)
  }

  const valueHere = (key: string): unknown => {
    const entry = entries.get(key)
    return entry !== undefined && 'value' in entry ? entry.value : undefined
  }

  changes.hear((key) => void (key === undefined ? entries.clear() : entries.delete(key)))
  return {
    find<T>(key: string, schema: z.ZodType<T>) {
      const entry = entries.get(key)
      if (entry === undefined || !('value' in entry) || entry.schema !== schema || entry.endsAt <= now()) return undefined
      return { value: entry.value as T }
    },
    mark(key) {
      if (!changes.isHeard()) return undefined
      const mark = { endsAt: now() + nearMs }
      put(key, mark)
      return mark
    },
    keep(key, { mark, schema, value, ttlMs }) {
      if (mark === undefined || entries.get(key) !== mark || !isObject(value)) return
      put(key, { schema, value: frozen(value), endsAt: Math.min(mark.endsAt, now() + ttlMs) })
      given.add(value)
    },
    isStill: (key, value) => !isObject(value) || !given.has(value) || valueHere(key) === value,
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function frozen<T>(value: T): T {
  if (isObject(value)) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}
