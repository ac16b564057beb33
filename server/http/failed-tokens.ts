import { AppError } from '../../src-shared/rpc/errors.ts'
import { cacheKeys } from '../stores/cache-keys.ts'
import type { CacheStore } from '../stores/cache-store.ts'
import { keyDigest } from '../stores/key-digest.ts'
import { requestsPerMinute } from './rate-limits.ts'

export interface FailedToken {
  readonly address: string
  readonly token: string | undefined
  readonly cause: unknown
}

const refusals = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'FORBIDDEN'])

/** Counts a request that showed no token which opens anything. Errors: `RATE_LIMITED` {retry_after}, or the cause itself. */
export type RefuseToken = (failed: FailedToken) => Promise<never>

/**
 * So many bad tokens of one address in a minute. Good ones of the same address are not held up: who shares it with somebody who
 * guesses is not locked out. One that has merely expired is counted by itself, because we issued it and many behind one address
 * have one when they wake up.
 */
export function limitFailedTokens(cache: CacheStore): RefuseToken {
  return async ({ address, token, cause }) => {
    if (!(cause instanceof AppError) || !refusals.has(cause.code)) throw cause
    const who = cause.code === 'TOKEN_EXPIRED' && token !== undefined ? keyDigest(token) : address
    const { count, endsInSeconds } = await cache.count(cacheKeys.rateLimit.of(who, 'token'), cacheKeys.rateLimit.ttlSeconds)
    if (count > requestsPerMinute.address) throw new AppError('RATE_LIMITED', { retry_after: endsInSeconds }, { cause })
    throw cause
  }
}
