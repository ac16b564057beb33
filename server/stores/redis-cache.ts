import { newId } from '../../src-shared/ids.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Log } from '../log.ts'
import { blocked, type CacheStore, leaseSeconds, type Tally } from './cache-store.ts'
import { joinCalls } from './join-calls.ts'
import { createPulse } from './pulse.ts'
import { connectRedis, type RedisAddress } from './redis-client.ts'
import { forgetKind } from './redis-kinds.ts'

export type RedisSettings = RedisAddress & {
  readonly log: Log
  /** Before every key; for several who share one Redis. */
  readonly keyPrefix?: string
  /** For whoever asks whether it works at all: one that is slow is not away. */
  readonly isPatient?: boolean
}

/** Redis does nothing else while it runs one script. */
const keysAtOnce = 200

/** A cache that is slow is worse than none. */
const impatience = { timeoutMs: 1000, silenceMs: 250 }
const patience = { timeoutMs: 5000, silenceMs: 5000 }

/** Redis 7 or newer, or a cluster of it. While it is away every call fails at once instead of waiting for it. */
export function openRedis({ log, keyPrefix = '', isPatient = false, ...address }: RedisSettings): CacheStore {
  const { timeoutMs, silenceMs } = isPatient ? patience : impatience
  const client = connectRedis(address, { log, keyPrefix, timeoutMs })
  const { commands: redis, changes, channel, connected } = client
  const pulse = createPulse({ store: 'redis', ping: client.ping, patienceMs: silenceMs, answerMs: silenceMs })
  /** The braces name what decides where the key lies: in a cluster a key and its lease have to lie together. */
  const leaseOf = (key: string): string => `lease:{${keyPrefix}${key}}`

  async function ask<T>(call: () => Promise<T>): Promise<T> {
    await connected
    try {
      return await pulse.guard(() => translated(call))
    } catch (error) {
      changes?.missed()
      throw error
    }
  }

  const countOne = ({ key, ms }: Window) => ask(async () => tallyOf(await redis.countInWindow(key, ms)))
  const countAll = (windows: readonly Window[]) =>
    ask(async () => {
      const keys = windows.map(({ key }) => key)
      const told = await redis.countInWindows(keys.length, ...keys, ...windows.map(({ ms }) => ms))
      return windows.map((_, n) => tallyOf(told.slice(2 * n, 2 * n + 2)))
    })
  const forgetOne = (key: string) => ask(() => redis.forgetKey(leaseOf(key), key, channel, key))
  const forgetAll = (keys: readonly string[]) =>
    ask(async () => {
      const withLeases = keys.flatMap((key) => [leaseOf(key), key])
      await redis.forgetKeys(withLeases.length, ...withLeases, channel, ...keys)
      return keys
    })
  const forgetNamed = (name: string) => ask(() => redis.forgetUnlessBlocked(leaseOf(name), name, blocked, channel, name))
  // The keys of a cluster lie apart: there the client puts together what goes to the same node.
  const count = changes === undefined ? countOne : joinCalls(keysAtOnce, countAll)
  const forget = changes === undefined ? forgetOne : joinCalls(keysAtOnce, forgetAll)

  return {
    kind: 'redis',
    changes,
    get: (key) => ask(async () => parsed(await redis.get(key))),
    set: (key, value, ttlSeconds) =>
      ask(async () => void (await redis.set(key, JSON.stringify(value), 'PX', Math.round(ttlSeconds * 1000)))),
    delete: async (keys) => void (await Promise.all(keys.map(forget))),
    deleteKind: (kind) => forgetKind(kind, { client, keyPrefix, ask, forgetNamed }),
    lease: (key) => ask(async () => (await redis.takeLease(leaseOf(key), newId(), leaseSeconds, blocked)) ?? undefined),
    fill: (key, { lease, value, ttlSeconds }) =>
      ask(
        async () => void (await redis.fillLeased(leaseOf(key), key, lease, JSON.stringify(value), Math.round(ttlSeconds * 1000))),
      ),
    block: (key, seconds) =>
      ask(async () => void (await redis.blockKey(leaseOf(key), key, blocked, seconds * 1000, channel, key))),
    count: (key, windowSeconds) => count({ key, ms: windowSeconds * 1000 }),
    ping: () => ask(client.ping),
    async [Symbol.asyncDispose]() {
      pulse[Symbol.dispose]()
      client[Symbol.dispose]()
    },
  }
}

interface Window {
  readonly key: string
  readonly ms: number
}

const tallyOf = ([count = 0, leftMs = 0]: readonly number[]): Tally => ({
  ...{ count, endsInSeconds: Math.max(1, Math.ceil(leftMs / 1000)) },
})

async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    throw new AppError('STORE_UNAVAILABLE', { store: 'redis', retry_after: 1 }, { cause })
  }
}

const parsed = (text: string | null): unknown => (text === null ? undefined : JSON.parse(text))
