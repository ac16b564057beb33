import { Redis } from 'ioredis'
import { z } from 'zod'
import { newId } from '../../src-shared/ids.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Log } from '../log.ts'
import { blocked, type CacheStore, type Filled, leaseSeconds } from './cache-store.ts'

export interface RedisSettings {
  readonly url: string
  readonly log: Log
  /** Before every key; for several who share one Redis. */
  readonly keyPrefix?: string
}

const timeoutMs = 1000
const longestPauseMs = 2000

/** Redis 7 or newer. While it is away every call fails at once instead of waiting for it. */
export function openRedis({ url, log, keyPrefix = '' }: RedisSettings): CacheStore {
  const redis = new Redis(url, {
    ...{ keyPrefix, connectTimeout: timeoutMs, commandTimeout: timeoutMs },
    ...{ maxRetriesPerRequest: 0, enableOfflineQueue: false, autoResendUnfulfilledCommands: false },
    retryStrategy: (times) => Math.min(times * 100, longestPauseMs),
  })
  // Without a listener a broken connection would be written to the console each time.
  redis.on('error', (error: Error) => log.debug({ store: 'redis', reason: error.name }, 'the connection broke'))
  const connected = new Promise<void>((resolve) => {
    redis.once('ready', () => resolve())
    setTimeout(resolve, timeoutMs).unref()
  })

  async function ask<T>(call: () => Promise<T>): Promise<T> {
    try {
      await connected
      return await call()
    } catch (cause) {
      throw new AppError('STORE_UNAVAILABLE', { store: 'redis', retry_after: 1 }, { cause })
    }
  }

  return {
    kind: 'redis',
    get: (key) => ask(async () => parsed(await redis.get(key))),
    set: (key, value, ttlSeconds) =>
      ask(async () => void (await redis.set(key, JSON.stringify(value), 'PX', Math.round(ttlSeconds * 1000)))),
    delete: (keys) => ask(async () => void (keys.length > 0 && (await redis.del(...keys.flatMap((key) => [key, leaseOf(key)]))))),
    lease: (key) => ask(() => takeLease(redis, key)),
    fill: (key, filled) => ask(() => fill(redis, key, filled)),
    block: (key, seconds) =>
      ask(
        async () =>
          void (await redis
            .multi()
            .del(key)
            .set(leaseOf(key), blocked, 'PX', seconds * 1000)
            .exec()),
      ),
    count: (key, windowSeconds) => ask(() => count(redis, key, windowSeconds)),
    ping: () => ask(async () => void (await redis.ping())),
    [Symbol.asyncDispose]: async () => redis.disconnect(),
  }
}

const parsed = (text: string | null): unknown => (text === null ? undefined : JSON.parse(text))

const leaseOf = (key: string): string => `lease:${key}`

/** The one that there is, with new time, or a new one; none while the key is blocked. */
async function takeLease(redis: Redis, key: string): Promise<string | undefined> {
  const script = `
    local lease = redis.call('GET', KEYS[1]) or ARGV[1]
    if lease == ARGV[3] then return nil end
    redis.call('SET', KEYS[1], lease, 'EX', ARGV[2])
    return lease`
  return (
    z
      .string()
      .nullable()
      .parse(await redis.eval(script, 1, leaseOf(key), newId(), leaseSeconds, blocked)) ?? undefined
  )
}

/** Compared and set in one step: nothing is deleted in between. */
async function fill(redis: Redis, key: string, { lease, value, ttlSeconds }: Filled): Promise<void> {
  const script = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) end`
  await redis.eval(script, 2, leaseOf(key), key, lease, JSON.stringify(value), Math.round(ttlSeconds * 1000))
}

const answers = z.array(z.tuple([z.null(), z.int()]))

/** One transaction: a counter can never be left without its end. */
async function count(redis: Redis, key: string, windowSeconds: number) {
  const results = await redis.multi().incr(key).expire(key, windowSeconds, 'NX').pttl(key).exec()
  const [counted, , left] = answers.parse(results)
  return { count: counted?.[1] ?? 0, endsInSeconds: Math.max(1, Math.ceil((left?.[1] ?? 0) / 1000)) }
}
