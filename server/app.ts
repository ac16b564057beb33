import type { FastifyInstance } from 'fastify'
import { monthAt } from '../src-shared/billing/period.ts'
import { createAccessTokens } from './accounts/access-tokens.ts'
import { addAccountRoutes } from './accounts/account-routes.ts'
import { createSignedInCount } from './accounts/count-signed-in.ts'
import { addDeviceRoutes } from './accounts/device-routes.ts'
import { addEmailRoutes } from './accounts/email-routes.ts'
import { guardSignIns } from './accounts/guard-sign-ins.ts'
import { createSessions } from './accounts/sessions.ts'
import { addUserRoutes } from './accounts/user-routes.ts'
import type { AdminDeps } from './admin/admin-deps.ts'
import { appendAudit } from './audit/audit-log.ts'
import type { BillingDeps } from './billing/billing-deps.ts'
import { addBillingRoutes } from './billing/billing-routes.ts'
import { advanceIfEnded, startFree } from './billing/change-plan.ts'
import { addPaymentRoutes } from './billing/stripe/payment-routes.ts'
import { countActive } from './billing/subscriptions.ts'
import { raiseThresholds, thresholds } from './billing/thresholds.ts'
import { keepModels, openEngines } from './engines/open-engines.ts'
import { forgetsPlan } from './forget-plan.ts'
import { addHealthRoutes } from './health/health-routes.ts'
import { probeStores } from './health/probe-stores.ts'
import { serveDocs } from './http/docs-page.ts'
import { createMetrics, exposeMetrics } from './http/metrics.ts'
import { type HttpParts, openHttp } from './http/open-http.ts'
import { serveOpenApi } from './http/openapi.ts'
import type { Jobs } from './jobs/open-jobs.ts'
import type { Mail } from './mail/mail.ts'
import { addChat } from './open-chat.ts'
import { openKnowledge } from './open-knowledge.ts'
import { openPayments } from './open-payments.ts'
import { openOperations } from './operations.ts'
import type { ErasureList } from './personal-data/erasure-list.ts'
import type { AnalyticsStore } from './stores/analytics-store.ts'
import type { AtlasSearch } from './stores/atlas-search.ts'
import { createCachedReads } from './stores/cached-reads.ts'
import type { ConversationStore } from './stores/conversation-store.ts'
import type { HistoryStore } from './stores/history-store.ts'
import type { KnowledgeStore } from './stores/knowledge-store.ts'
import { createNearCache } from './stores/near-cache.ts'
import type { SqlStore, SqlTx } from './stores/sql-store.ts'
import { observeStores } from './tracing/observe-stores.ts'
import { groupUploads } from './usage/group-uploads.ts'
import type { QuotaKey } from './usage/quota-key.ts'
import { findQuota, limitQuotas } from './usage/quotas.ts'
import type { UsageDeps } from './usage/usage-deps.ts'
import { addUsageRoutes } from './usage/usage-routes.ts'
import { keepWarm, openWarming, type Warming } from './warming.ts'

export interface ServerParts extends HttpParts {
  readonly store: SqlStore
  readonly knowledge: KnowledgeStore
  readonly atlas: AtlasSearch | undefined
  readonly history: HistoryStore
  readonly analytics: AnalyticsStore
  readonly conversations: ConversationStore
  readonly mail: Mail
  /** Seals and opens the signing keys. */
  readonly secret: string
  /** Who was erased, outside of the database. */
  readonly erasures: ErasureList
  readonly now: () => number
}

export interface CreatedApp {
  readonly app: FastifyInstance
  /** They begin when it listens. */
  readonly jobs: Jobs
  readonly admin: AdminDeps
  readonly usage: UsageDeps
  readonly warming: Warming
  /** Before it listens. A command of the administrator goes without: it may be there to mend that. Errors: `StartFault`. */
  readonly checkKeys: () => Promise<void>
}

/** The whole server on stores that are open and migrated. It does not listen yet. */
export async function createApp(given: ServerParts): Promise<CreatedApp> {
  const metrics = createMetrics()
  const parts = observeStores(given, metrics.registry)
  const { config, log, store, cache, mail, secret, now } = parts
  const engines = openEngines({ config, log })
  const reads = createCachedReads({ cache, maxTtlSeconds: maxTtlSeconds(parts), near: nearOf(parts), onRead: metrics.countRead })
  const sessions = createSessions({ store, reads, now })
  const { JWT_ALGORITHM: algorithm, JWT_EXPIRATION_MINUTES: expirationMinutes } = config
  const tokens = createAccessTokens({ store, now, secret, algorithm, expirationMinutes })
  const forgetPlan = forgetsPlan(reads)
  const billing: BillingDeps = {
    ...{ store, reads, now, audit: appendAudit, onPlanChanged: forgetPlan },
    ...{ lendsPlans: config.HEARTH_PLANS_WITHOUT_PAYMENT, isLimited: config.ENABLE_BILLING },
    asksStripe: config.STRIPE_API_KEY !== undefined,
    limitUsage: (tx, userId, plan) => limitQuotas(tx, userId, { plan, now: new Date(now()) }),
  }
  const stripe = openPayments({ config, log, registry: metrics.registry }, billing)
  const usage: UsageDeps = {
    ...{ store, reads, now, isLimited: config.ENABLE_BILLING },
    periodAt: (at) => monthAt(at, config.BILLING_CYCLE_DAY),
    beforePeriod: (userId) => advanceIfEnded(billing, userId),
    together: groupUploads(store, config.ENABLE_BILLING ? thresholds : []),
    onCounted: (tx, key) => raiseIfReached(tx, key, parts),
    onUsed: (resource_type, quantity, plan_type) => metrics.usage.inc({ resource_type, plan_type }, quantity),
  }
  const documents = openKnowledge({ ...parts, reads, usage, embedder: engines.embedder, registry: metrics.registry })
  const operations = openOperations({
    ...{ ...parts, documents, usage, billing, sessions, stripe, registry: metrics.registry },
    ...{ deliver: mail.deliver, forget: forgetPlan },
  })
  const accounts = {
    ...{ store, cache, now, tokens, sessions, post: mail.send, audit: appendAudit, onRegistered: startFree },
    ...{ onDeleted: operations.onDeleted, afterDeleted: operations.jobs.wake },
    ...guardSignIns({ store, cache, now, secret }),
  }

  const app = await openHttp(parts, { verify: tokens.verify, findSession: sessions.find, isStill: sessions.isStill })
  keepModels(app, engines)
  addAccountRoutes(app, accounts)
  addUserRoutes(app, accounts)
  addEmailRoutes(app, accounts)
  addDeviceRoutes(app, accounts)
  addBillingRoutes(app, billing, stripe?.changes)
  addPaymentRoutes(app, { payments: stripe?.payments, publicUrl: config.HEARTH_PUBLIC_URL })
  addUsageRoutes(app, usage)
  documents.addRoutes(app)
  operations.addRoutes(app)
  addChat(app, { ...parts, engines, usage, retrieve: documents.retrieve, jobs: operations.jobs })
  addHealthRoutes(app, { ...parts, probes: probeStores(parts), models: engines.states, search: documents.searchKind })
  const [activeSubscriptions, signedIn] = [() => countActive(store.stale), createSignedInCount({ store: store.stale, now })]
  exposeMetrics(app, metrics, { activeSubscriptions, signedIn, pools: store.pools })
  const warming = keepWarm(app, openWarming({ log, registry: metrics.registry, cache, sessions, billing, usage }))
  serveOpenApi(app)
  serveDocs(app)
  await app.ready()
  return { app, jobs: operations.jobs, admin: operations.admin, usage, warming, checkKeys: tokens.check }
}

async function raiseIfReached(tx: SqlTx, key: QuotaKey, { config, now }: ServerParts): Promise<number> {
  const row = config.ENABLE_BILLING ? await findQuota(tx, key) : undefined
  if (row === undefined) return 0
  const { userId, resource, start: periodStart } = key
  return raiseThresholds(tx, { userId, resource, periodStart, used: row.used, limit: row.max_allowed, at: new Date(now()) })
}

/** Counting a request is what asks the shared cache for something: without it nothing would tell how old the memory of this process is. */
const nearOf = ({ config, cache: { changes }, now }: ServerParts) =>
  changes === undefined || !config.ENABLE_RATE_LIMITING ? undefined : createNearCache({ now, changes })

/** Processes that share a database but no cache cannot tell each other what changed. */
function maxTtlSeconds({ config, store, cache }: ServerParts): number {
  if (!config.ENABLE_CACHE) return 0
  return store.kind === 'postgres' && cache.kind === 'memory' ? 5 : Number.POSITIVE_INFINITY
}
