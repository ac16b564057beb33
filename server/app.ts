import type { Registry } from '@prometheus-io/client'
import type { FastifyInstance } from 'fastify'
import { resourceType } from '../src-shared/api/billing.ts'
import { monthAt } from '../src-shared/billing/period.ts'
import { createAccessTokens } from './accounts/access-tokens.ts'
import { addAccountRoutes } from './accounts/account-routes.ts'
import { addDeviceRoutes } from './accounts/device-routes.ts'
import { addEmailRoutes } from './accounts/email-routes.ts'
import { createLetterLimit } from './accounts/letter-limit.ts'
import { createSessions } from './accounts/sessions.ts'
import { createSignInLimit } from './accounts/sign-in-limit.ts'
import { addUserRoutes } from './accounts/user-routes.ts'
import { findUser } from './accounts/users.ts'
import type { AdminDeps } from './admin/admin-deps.ts'
import { addAdminRoutes } from './admin/admin-routes.ts'
import { openAdmin } from './admin/open-admin.ts'
import { appendAudit } from './audit/audit-log.ts'
import { openBackground, runBeside } from './background.ts'
import type { BillingDeps } from './billing/billing-deps.ts'
import { addBillingRoutes } from './billing/billing-routes.ts'
import { advanceIfEnded, startFree } from './billing/change-plan.ts'
import { type OpenStripeDeps, openStripe } from './billing/stripe/open-stripe.ts'
import { addPaymentRoutes } from './billing/stripe/payment-routes.ts'
import { countActive } from './billing/subscriptions.ts'
import { raiseThresholds } from './billing/thresholds.ts'
import { grantPlan } from './billing/grant-plan.ts'
import type { Config } from './config.ts'
import { addHealthRoutes } from './health/health-routes.ts'
import { createProbe } from './health/probe.ts'
import { authenticateRequests } from './http/authenticate.ts'
import { serveDocs } from './http/docs-page.ts'
import { limitFailedTokens } from './http/failed-tokens.ts'
import { createHttpApp } from './http/http-app.ts'
import { createMetrics, exposeMetrics } from './http/metrics.ts'
import { describeRoutes, serveOpenApi } from './http/openapi.ts'
import { refuseOverload } from './http/overload.ts'
import { limitRequests } from './http/rate-limits.ts'
import type { Jobs } from './jobs/open-jobs.ts'
import { addTaskRoutes } from './jobs/task-routes.ts'
import type { Log } from './log.ts'
import type { Mail } from './mail/mail.ts'
import { cachePersonalData } from './personal-data/cache-personal-data.ts'
import { promiseErasure } from './personal-data/erase-user.ts'
import type { ErasureList } from './personal-data/erasure-list.ts'
import { personalDataJobs } from './personal-data/personal-data-jobs.ts'
import { addPersonalDataRoutes } from './personal-data/personal-data-routes.ts'
import { postgresPersonalData } from './personal-data/postgres-personal-data.ts'
import { cacheKeys } from './stores/cache-keys.ts'
import type { CacheStore } from './stores/cache-store.ts'
import { createCachedReads } from './stores/cached-reads.ts'
import type { SqlStore, SqlTx } from './stores/sql-store.ts'
import { findQuota, limitQuotas, type QuotaKey } from './usage/quotas.ts'
import type { UsageDeps } from './usage/usage-deps.ts'
import { addUsageRoutes } from './usage/usage-routes.ts'
import { countWrongLimits } from './usage/wrong-limits.ts'

export interface ServerParts {
  readonly config: Config
  readonly log: Log
  readonly store: SqlStore
  readonly cache: CacheStore
  readonly mail: Mail
  /** Seals and opens the signing keys. */
  readonly secret: string
  /** Who was erased, outside of the database. */
  readonly erasures: ErasureList
  readonly now: () => number
  readonly isStopping: () => boolean
}

export interface CreatedApp {
  readonly app: FastifyInstance
  /** They begin when it listens. */
  readonly jobs: Jobs
  readonly admin: AdminDeps
}

/** The whole server on stores that are open and migrated. It does not listen yet. */
export async function createApp(parts: ServerParts): Promise<CreatedApp> {
  const { config, log, store, cache, mail, secret, now } = parts
  const metrics = createMetrics()
  const reads = createCachedReads({ cache, maxTtlSeconds: maxTtlSeconds(parts), onRead: metrics.countRead })
  const sessions = createSessions({ store, reads, now })
  const tokens = await createAccessTokens({
    ...{ store, now, secret, algorithm: config.JWT_ALGORITHM, expirationMinutes: config.JWT_EXPIRATION_MINUTES },
  })
  const forgetPlan = async (userId: string) => {
    const quotas = resourceType.options.map((resource) => cacheKeys.quota.of(userId, resource))
    await reads.forget([cacheKeys.session.of(userId), cacheKeys.subscription.of(userId), ...quotas])
  }
  const billing: BillingDeps = {
    ...{ store, reads, now, audit: appendAudit, onPlanChanged: forgetPlan },
    ...{ lendsPlans: config.HEARTH_PLANS_WITHOUT_PAYMENT, isLimited: config.ENABLE_BILLING },
    asksStripe: config.STRIPE_API_KEY !== undefined,
    limitUsage: (tx, userId, plan) => limitQuotas(tx, userId, { plan, now: new Date(now()) }),
  }
  const stripe = openPayments(parts, billing, metrics.registry)
  const usage: UsageDeps = {
    ...{ store, reads, now, isLimited: config.ENABLE_BILLING },
    periodAt: (at) => monthAt(at, config.BILLING_CYCLE_DAY),
    beforePeriod: (userId) => advanceIfEnded(billing, userId),
    onCounted: (tx, key) => raiseIfReached(tx, key, parts),
    onUsed: (resource_type, quantity, plan_type) => metrics.usage.inc({ resource_type, plan_type }, quantity),
  }
  const personal = { store, now, list: parts.erasures, stores: [postgresPersonalData(store), cachePersonalData(cache)] }
  const jobs = openBackground({ log, usage, billing, sessions, stripe, registry: metrics.registry, kinds: personalDataJobs(personal) })
  const onDeleted = (tx: SqlTx, userId: string, at: Date) => promiseErasure(jobs, tx, { userId, at })
  const shared = { store, now, sessions, audit: appendAudit, onRegistered: startFree, onDeleted }
  const admin = openAdmin({ ...shared, secret, jobs, grantPlan: (grant) => grantPlan(billing, grant), forget: forgetPlan })
  const accounts = {
    ...{ ...shared, cache, tokens, post: mail.send, afterDeleted: jobs.wake },
    ...{ signInLimit: createSignInLimit(cache), letterLimit: createLetterLimit(cache) },
  }

  const app = await createHttpApp({
    corsOrigins: config.CORS_ORIGINS,
    trustProxy: config.TRUST_PROXY,
    log,
    isStopping: parts.isStopping,
  })
  await describeRoutes(app)
  refuseOverload(app, config.HEARTH_MAX_EVENT_LOOP_DELAY_MS)
  const refuseToken = config.ENABLE_RATE_LIMITING ? limitFailedTokens(cache) : undefined
  authenticateRequests(app, { verify: tokens.verify, findSession: sessions.find, refuseToken })
  if (config.ENABLE_RATE_LIMITING) limitRequests(app, cache)
  addAccountRoutes(app, accounts)
  addUserRoutes(app, accounts)
  addEmailRoutes(app, accounts)
  addDeviceRoutes(app, accounts)
  addBillingRoutes(app, billing, stripe?.changes)
  addPaymentRoutes(app, { payments: stripe?.payments, publicUrl: config.HEARTH_PUBLIC_URL })
  addUsageRoutes(app, usage)
  addTaskRoutes(app, { store, now })
  addPersonalDataRoutes(app, jobs)
  addAdminRoutes(app, admin)
  addHealthRoutes(app, { probes: probesOf(parts), isStopping: parts.isStopping })
  exposeMetrics(app, metrics, { activeSubscriptions: () => countActive(store), connections: store.connections })
  serveOpenApi(app)
  serveDocs(app)
  runBeside(app, jobs, stripe)
  await app.ready()
  return { app, jobs, admin }
}

function openPayments({ config, log, store, now }: ServerParts, billing: BillingDeps, registry: Registry) {
  const { STRIPE_API_KEY: apiKey, STRIPE_WEBHOOK_SECRET = '', HEARTH_STRIPE_URL: url } = config
  if (apiKey === undefined) return undefined
  const deps: OpenStripeDeps = {
    ...{ ...billing, log, registry },
    emailOf: async (userId) => (await findUser(store, userId))?.email,
    countWrongLimits: (tx, userId, plan) => countWrongLimits(tx, userId, { plan, now: new Date(now()) }),
  }
  return openStripe(deps, { apiKey, url, webhookSecrets: STRIPE_WEBHOOK_SECRET.split(',').map((each) => each.trim()) })
}

async function raiseIfReached(tx: SqlTx, key: QuotaKey, { config, now }: ServerParts): Promise<void> {
  const row = config.ENABLE_BILLING ? await findQuota(tx, key) : undefined
  if (row === undefined) return
  const { userId, resource, start: periodStart } = key
  await raiseThresholds(tx, { userId, resource, periodStart, used: row.used, limit: row.max_allowed, at: new Date(now()) })
}

const probesOf = ({ store, cache }: ServerParts) =>
  new Map([
    ['postgres', createProbe({ adapter: store.kind, ping: store.ping })],
    ['redis', createProbe({ adapter: cache.kind, ping: cache.ping })],
  ])

/** Processes that share a database but no cache cannot tell each other what changed. */
function maxTtlSeconds({ config, store, cache }: ServerParts): number {
  if (!config.ENABLE_CACHE) return 0
  return store.kind === 'postgres' && cache.kind === 'memory' ? 5 : Number.POSITIVE_INFINITY
}
