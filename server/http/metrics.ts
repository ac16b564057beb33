import { Counter, Gauge, Histogram, Registry } from '@prometheus-io/client'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { routeOf } from './refusals.ts'

export type Metrics = ReturnType<typeof createMetrics>

export interface ActiveSubscriptions {
  readonly plan_type: string
  readonly count: number
  /** What they bring in a month; a yearly one its twelfth. */
  readonly monthly_cents: number
}

export interface Pool {
  readonly database: string
  readonly inUse: number
  readonly idle: number
  readonly waiting: number
}

/** What is asked when somebody reads the metrics. */
export interface Gauges {
  readonly activeSubscriptions: () => Promise<readonly ActiveSubscriptions[]>
  readonly signedIn: () => Promise<{ readonly users: number; readonly sessions: number }>
  readonly pools: () => readonly Pool[]
}

/** The reference's names. Users are no label: their number has no bound. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Counter({
    ...{ name: 'api_requests_total', help: 'Total API requests', registers },
    labelNames: ['method', 'endpoint', 'status'],
  })
  const durations = new Histogram({
    ...{ name: 'api_request_duration_seconds', help: 'API request duration', registers },
    labelNames: ['method', 'endpoint'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  })
  const usage = new Counter({
    ...{ name: 'resource_usage_total', help: 'Total resource usage', registers },
    labelNames: ['resource_type', 'plan_type'],
  })
  const subscriptions = new Gauge({
    ...{ name: 'active_subscriptions', help: 'Number of active subscriptions', registers },
    labelNames: ['plan_type'],
  })
  const revenue = new Gauge({
    ...{ name: 'monthly_recurring_revenue_cents', help: 'What active subscriptions bring in a month', registers },
    labelNames: ['plan_type'],
  })
  const users = new Gauge({ name: 'active_users', help: 'Users who were there within the last hour', registers })
  const sessions = new Gauge({ name: 'active_sessions', help: 'Sign-ins that can go on', registers })
  const sizes = new Gauge({
    ...{ name: 'db_connection_pool_size', help: 'Database connection pool size', registers },
    labelNames: ['database'],
  })
  const lent = new Gauge({
    ...{ name: 'db_connections', help: 'Connections of the pool, by whether somebody uses them', registers },
    labelNames: ['database', 'state'],
  })
  const waiting = new Gauge({
    ...{ name: 'db_connections_awaited', help: 'Those who wait for a connection', registers },
    labelNames: ['database'],
  })
  const asked = { subscriptions, revenue, users, sessions }
  return { registry, requests, durations, usage, ...asked, pools: { sizes, lent, waiting }, countRead: countsReads(registers) }
}

/** The share of reads that the cache answered, since the start, by the kind of key. They are put together when somebody reads them. */
function countsReads(registers: Registry[]) {
  const counted = new Map<string, { hits: number; misses: number }>()
  const rate = { name: 'cache_hit_rate', help: 'Cache hit rate percentage', labelNames: ['cache_type'] }
  const total = {
    ...{ name: 'cache_reads_total', help: 'Cached reads, by whether the cache had it' },
    labelNames: ['cache_type', 'outcome'],
  }
  new Gauge({
    ...{ ...rate, registers },
    collect() {
      for (const [cache_type, { hits, misses }] of counted) this.set({ cache_type }, (hits / (hits + misses)) * 100)
    },
  })
  new Counter({
    ...{ ...total, registers },
    collect() {
      this.reset()
      for (const [cache_type, { hits, misses }] of counted) {
        if (hits > 0) this.inc({ cache_type, outcome: 'hit' }, hits)
        if (misses > 0) this.inc({ cache_type, outcome: 'miss' }, misses)
      }
    },
  })
  return ({ key, isHit }: { readonly key: string; readonly isHit: boolean }): void => {
    const [cache_type = ''] = key.split(':', 1)
    const of = counted.get(cache_type) ?? { hits: 0, misses: 0 }
    of[isHit ? 'hits' : 'misses']++
    counted.set(cache_type, of)
  }
}

/** Counts every request of `app` and answers `/metrics`. */
export function exposeMetrics(app: FastifyInstance, metrics: Metrics, gauges: Gauges): void {
  app.addHook('onResponse', (request, reply, done) => {
    const labels = { method: request.method, endpoint: routeOf(request) }
    metrics.requests.inc({ ...labels, status: String(reply.statusCode) })
    metrics.durations.observe(labels, reply.elapsedTime / 1000)
    done()
  })
  app.get(
    '/metrics',
    {
      config: { access: 'public' },
      schema: {
        tags: ['operations'],
        response: { 200: { description: 'Prometheus’ text format', content: { 'text/plain': { schema: z.string() } } } },
      },
    },
    async (_, reply) => {
      await setGauges(metrics, gauges)
      const text = await metrics.registry.metrics()
      return reply.type(metrics.registry.contentType).serializer(String).send(text)
    },
  )
}

/** Without the database the other figures are needed all the more: these keep what they were. */
async function setGauges(metrics: Metrics, { activeSubscriptions, signedIn, pools }: Gauges): Promise<void> {
  // Before this asks for something itself, and perhaps waits for it.
  setPools(metrics, pools())
  const unknown = () => undefined
  const [active, there] = await Promise.all([activeSubscriptions().catch(unknown), signedIn().catch(unknown)])
  if (active !== undefined) setSubscriptions(metrics, active)
  if (there !== undefined) {
    metrics.users.set(there.users)
    metrics.sessions.set(there.sessions)
  }
}

/** Several replicas are told as one. */
function setPools({ pools: { sizes, lent, waiting } }: Metrics, pools: readonly Pool[]): void {
  for (const gauge of [sizes, lent, waiting]) gauge.reset()
  for (const { database, ...pool } of pools) {
    sizes.inc({ database }, pool.inUse + pool.idle)
    lent.inc({ database, state: 'in_use' }, pool.inUse)
    lent.inc({ database, state: 'idle' }, pool.idle)
    waiting.inc({ database }, pool.waiting)
  }
}

/** A plan that the last one left is told no more. */
function setSubscriptions({ subscriptions, revenue }: Metrics, active: readonly ActiveSubscriptions[]): void {
  subscriptions.reset()
  revenue.reset()
  for (const { plan_type, count, monthly_cents } of active) {
    subscriptions.set({ plan_type }, count)
    revenue.set({ plan_type }, monthly_cents)
  }
}
