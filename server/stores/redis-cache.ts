import { Redis } from 'ioredis'
import { z } from 'zod'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Log } from '../log.ts'
import type { CacheStore } from './cache-store.ts'

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
    delete: (keys) => ask(async () => void (keys.length > 0 && (await redis.del(...keys)))),
    count: (key, windowSeconds) => ask(() => count(redis, key, windowSeconds)),
    ping: () => ask(async () => void (await redis.ping())),
    [Symbol.asyncDispose]: async () => redis.disconnect(),
  }
}

const parsed = (text: string | null): unknown => (text === null ? undefined : JSON.parse(text))

const answers = z.array(z.tuple([z.null(), z.int()]))

/** One transaction: a counter can never be left without its end. */
async function count(redis: Redis, key: string, windowSeconds: number) {
  const results = await redis.multi().incr(key).expire(key, windowSeconds, 'NX').pttl(key).exec()
  const [counted, , left] = answers.parse(results)
  return { count: counted?.[1] ?? 0, endsInSeconds: Math.max(1, Math.ceil((left?.[1] ?? 0) / 1000)) }
}
