import { Redis, type Result } from 'ioredis'
import { newId } from '../../src-shared/ids.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Log } from '../log.ts'
import { blocked, type CacheStore, leaseSeconds } from './cache-store.ts'
import { hearChanges } from './redis-changes.ts'
import { redisScripts } from './redis-scripts.ts'

declare module 'ioredis' {
  interface RedisCommander<Context> {
    countInWindow(key: string, seconds: number): Result<readonly [number, number], Context>
    takeLease(leaseKey: string, fresh: string, seconds: number, blocked: string): Result<string | null, Context>
    forgetKey(leaseKey: string, key: string, channel: string, name: string): Result<unknown, Context>
    blockKey(leaseKey: string, key: string, blocked: string, ms: number, channel: string, name: string): Result<unknown, Context>
    fillLeased(leaseKey: string, key: string, lease: string, value: string, ms: number): Result<unknown, Context>
  }
}

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
    // What is asked in the same moment goes out in one write.
    enableAutoPipelining: true,
    retryStrategy: (times) => Math.min(times * 100, longestPauseMs),
    scripts: redisScripts,
  })
  // Without a listener a broken connection would be written to the console each time.
  redis.on('error', (error: Error) => log.debug({ store: 'redis', reason: error.name }, 'the connection broke'))
  const connected = new Promise<void>((resolve) => {
    redis.once('ready', () => resolve())
    setTimeout(resolve, timeoutMs).unref()
  })

  const channel = `${keyPrefix}changes`
  const changes = hearChanges(redis, channel)

  async function ask<T>(call: () => Promise<T>): Promise<T> {
    try {
      await connected
      return await call()
    } catch (cause) {
      changes.missed()
      throw new AppError('STORE_UNAVAILABLE', { store: 'redis', retry_after: 1 }, { cause })
    }
  }

  return {
    kind: 'redis',
    changes,
    get: (key) => ask(async () => parsed(await redis.get(key))),
    set: (key, value, ttlSeconds) =>
      ask(async () => void (await redis.set(key, JSON.stringify(value), 'PX', Math.round(ttlSeconds * 1000)))),
    delete: (keys) =>
      ask(async () => void (await Promise.all(keys.map((key) => redis.forgetKey(leaseOf(key), key, channel, key))))),
    lease: (key) => ask(async () => (await redis.takeLease(leaseOf(key), newId(), leaseSeconds, blocked)) ?? undefined),
    fill: (key, { lease, value, ttlSeconds }) =>
      ask(
        async () => void (await redis.fillLeased(leaseOf(key), key, lease, JSON.stringify(value), Math.round(ttlSeconds * 1000))),
      ),
    block: (key, seconds) =>
      ask(async () => void (await redis.blockKey(leaseOf(key), key, blocked, seconds * 1000, channel, key))),
    count: (key, windowSeconds) =>
      ask(async () => {
        const [count, leftMs] = await redis.countInWindow(key, windowSeconds)
        return { count, endsInSeconds: Math.max(1, Math.ceil(leftMs / 1000)) }
      }),
    ping: () => ask(async () => void (await redis.ping())),
    [Symbol.asyncDispose]: async () => redis.disconnect(),
  }
}

const parsed = (text: string | null): unknown => (text === null ? undefined : JSON.parse(text))

const leaseOf = (key: string): string => `lease:${key}`
