import { setTimeout as delay } from 'node:timers/promises'
import { Counter, type Registry } from '@prometheus-io/client'
import type { FastifyInstance } from 'fastify'
import { recentUsers } from './accounts/recent-users.ts'
import type { Sessions } from './accounts/sessions.ts'
import type { BillingDeps } from './billing/billing-deps.ts'
import { cachedSubscription } from './billing/read-subscription.ts'
import { type Log, reasonOf } from './log.ts'
import type { CacheStore } from './stores/cache-store.ts'
import type { CachedRead } from './stores/cached-reads.ts'
import { cachedQuota } from './usage/read-usage.ts'
import type { UsageDeps } from './usage/usage-deps.ts'

export interface WarmingDeps {
  readonly log: Log
  readonly registry: Registry
  readonly cache: CacheStore
  readonly sessions: Sessions
  readonly billing: BillingDeps
  readonly usage: UsageDeps
}

export interface Warming {
  /** One round, by one of the processes that share a cache. Returns how many users were warmed; one fault ends it. */
  warm(signal: AbortSignal): Promise<number>
}

/** Access tokens live half an hour: whoever is there has refreshed within that time. */
const recentMs = 40 * 60_000
/** Whoever comes most often comes first; the others ask the database once. */
const mostUsers = 200
/** Before a quota's five minutes are over. */
const roundMs = 240_000
/** A little less, so that each round has its process. */
const turnSeconds = 230
/** Requests go first. */
const pauseMs = 20

/**
 * What those who are there will ask for next is read before they do: when the server begins to listen, and before a quota's time in the cache is over. It never
 * holds up the start, a request or the end.
 */
export function openWarming({ log, registry, cache, sessions, billing, usage }: WarmingDeps): Warming {
  const { reads, store, now } = usage
  const warmed = new Counter({
    ...{
      name: 'cache_warmed_total',
      help: 'Entries of the cache that were read before somebody asked',
      labelNames: ['cache_type'],
    },
    registers: [registry],
  })

  async function warmOne(wanted: CachedRead<unknown>): Promise<void> {
    if (await reads.warm(wanted)) warmed.inc({ cache_type: wanted.key.split(':')[0] ?? '' })
  }

  async function warmUser(userId: string): Promise<void> {
    const session = sessions.cached(userId)
    // It lives for an hour and says when its user was there: only one that is missing is made.
    if ((await cache.get(session.key)) === undefined) await warmOne(session)
    await warmOne(cachedSubscription(billing, userId))
    for (const resource of ['messages', 'api_calls'] as const) await warmOne(cachedQuota(usage, userId, resource))
  }

  return {
    async warm(signal) {
      const state = { users: 0 }
      try {
        if ((await cache.count('warming:turn', turnSeconds)).count > 1) return 0
        for (const userId of await recentUsers(store.stale, new Date(now() - recentMs), mostUsers)) {
          if (signal.aborted) break
          await warmUser(userId)
          state.users++
          await delay(pauseMs, undefined, { signal, ref: false })
        }
      } catch (error) {
        if (!signal.aborted) log.debug({ reason: reasonOf(error) }, 'the caches were not warmed')
      }
      return state.users
    },
  }
}

/** As long as it listens. */
export function keepWarm(app: FastifyInstance, { warm }: Warming): void {
  const closing = new AbortController()
  const state = { running: Promise.resolve(0) }
  const round = () => {
    state.running = state.running.then(() => warm(closing.signal))
  }
  app.addHook('onListen', async () => {
    round()
    const timer = setInterval(round, roundMs).unref()
    closing.signal.addEventListener('abort', () => clearInterval(timer), { once: true })
  })
  app.addHook('onClose', async () => {
    closing.abort()
    await state.running
  })
}
