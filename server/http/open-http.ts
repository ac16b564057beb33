import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { CacheStore } from '../stores/cache-store.ts'
import type { Tracing } from '../tracing/tracing.ts'
import { type AuthenticateDeps, authenticateRequests, confirmPrincipals } from './authenticate.ts'
import { limitFailedTokens } from './failed-tokens.ts'
import { createHttpApp } from './http-app.ts'
import { admitLargeBodies } from './large-bodies.ts'
import { describeRoutes } from './openapi.ts'
import { refuseOverload } from './overload.ts'
import { limitRequests } from './rate-limits.ts'
import { refuseUnknown } from './refuse-unknown.ts'

export interface HttpParts {
  readonly config: Config
  readonly log: Log
  readonly cache: CacheStore
  readonly isStopping: () => boolean
  /** Undefined: nobody follows what happens. */
  readonly tracing?: Tracing | undefined
}

/** What every request passes before its route, in this order: load, who it is, how often, how much of it. Routes are added to it from here on. */
export async function openHttp(
  { config, log, cache, isStopping, tracing }: HttpParts,
  identify: Omit<AuthenticateDeps, 'refuseToken'>,
): Promise<FastifyInstance> {
  const { CORS_ORIGINS: corsOrigins, TRUST_PROXY: trustProxy, ENABLE_RATE_LIMITING: isLimited } = config
  const app = await createHttpApp({ corsOrigins, trustProxy, log, isStopping })
  await describeRoutes(app)
  tracing?.followRequests(app)
  refuseOverload(app, config.HEARTH_MAX_EVENT_LOOP_DELAY_MS)
  const authenticating = { ...identify, refuseToken: isLimited ? limitFailedTokens(cache) : undefined }
  authenticateRequests(app, authenticating)
  if (isLimited) limitRequests(app, cache)
  confirmPrincipals(app, authenticating)
  admitLargeBodies(app)
  refuseUnknown(app)
  return app
}
