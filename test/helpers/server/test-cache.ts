import { inject } from 'vitest'
import type { CacheStore } from '../../../server/stores/cache-store.ts'
import { createDegradingCache } from '../../../server/stores/degrading-cache.ts'
import { createMemoryCache } from '../../../server/stores/memory-cache.ts'
import { openRedis } from '../../../server/stores/redis-cache.ts'
import { newId } from '../../../src-shared/ids.ts'
import { silentLog } from './silent-log.ts'

/**
 * As a server has it, on the Redis of this run; with a prefix that another one has too, both share their keys. It takes a Redis that is
 * slow for slow: what a server does without one is not what these tests are about.
 */
export const openTestCache = (keyPrefix = `${newId()}:`): CacheStore =>
  createDegradingCache(
    openRedis({ url: inject('redisUrl'), log: silentLog, keyPrefix, isPatient: true }),
    createMemoryCache(Date.now),
  )
