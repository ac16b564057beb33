import type { FastifyInstance } from 'fastify'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { cacheKeys } from '../stores/cache-keys.ts'
import type { CacheStore } from '../stores/cache-store.ts'
import { clientAddress } from './client-address.ts'
import { routeOf } from './refusals.ts'

/** In a minute: of one user on one endpoint, and of one address where nobody has signed in yet. */
export const requestsPerMinute = { user: 600, address: 60 } as const

/** After authentication: a user is counted as such, whichever address he comes from. */
export function limitRequests(app: FastifyInstance, cache: CacheStore): void {
  app.addHook('onRequest', async (request, reply) => {
    const { principal, method } = request
    if (request.routeOptions.schema?.tags?.includes('operations') === true) return
    const limit = principal === null ? requestsPerMinute.address : requestsPerMinute.user
    const key = cacheKeys.rateLimit.of(principal?.userId ?? clientAddress(request), `${method} ${routeOf(request)}`)
    const { count, endsInSeconds } = await cache.count(key, cacheKeys.rateLimit.ttlSeconds)
    void reply.headers({
      'ratelimit-limit': limit,
      'ratelimit-remaining': Math.max(0, limit - count),
      'ratelimit-reset': endsInSeconds,
    })
    if (count > limit) throw new AppError('RATE_LIMITED', { retry_after: endsInSeconds })
  })
}
