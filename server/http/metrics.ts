import { Counter, Gauge, Histogram, Registry } from '@prometheus-io/client'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { routeOf } from './refusals.ts'

export type Metrics = ReturnType<typeof createMetrics>

/** What is asked when somebody reads the metrics. */
export interface Gauges {
  readonly activeSubscriptions: () => Promise<readonly { readonly plan_type: string; readonly count: number }[]>
  readonly connections: () => number
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
  const hits = new Gauge({ name: 'cache_hit_rate', help: 'Cache hit rate percentage', registers, labelNames: ['cache_type'] })
  const reads = new Counter({
    ...{ name: 'cache_reads_total', help: 'Cached reads, by whether the cache had it', registers },
    labelNames: ['cache_type', 'outcome'],
  })
  const subscriptions = new Gauge({
    ...{ name: 'active_subscriptions', help: 'Number of active subscriptions', registers },
    labelNames: ['plan_type'],
  })
  const pools = new Gauge({
    ...{ name: 'db_connection_pool_size', help: 'Database connection pool size', registers },
    labelNames: ['database'],
  })
  return { registry, requests, durations, usage, subscriptions, pools, countRead: countsReads(hits, reads) }
}

/** The share of reads that the cache answered, since the start, by the kind of key. */
function countsReads(rate: Gauge<string>, total: Counter<string>) {
  const counted = new Map<string, { readonly hits: number; readonly reads: number }>()
  return ({ key, isHit }: { readonly key: string; readonly isHit: boolean }): void => {
    const cache_type = key.split(':')[0] ?? ''
    const before = counted.get(cache_type) ?? { hits: 0, reads: 0 }
    const after = { hits: before.hits + Number(isHit), reads: before.reads + 1 }
    counted.set(cache_type, after)
    total.inc({ cache_type, outcome: isHit ? 'hit' : 'miss' })
    rate.set({ cache_type }, (after.hits / after.reads) * 100)
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
    { config: { access: 'public' }, schema: { tags: ['operations'], response: { 200: z.string() } } },
    async (_, reply) => {
      // Without the database the other figures are needed all the more: these keep what they were.
      const active = await gauges.activeSubscriptions().catch(() => [])
      for (const { plan_type, count } of active) metrics.subscriptions.set({ plan_type }, count)
      metrics.pools.set({ database: 'postgres' }, gauges.connections())
      const text = await metrics.registry.metrics()
      return reply.type(metrics.registry.contentType).serializer(String).send(text)
    },
  )
}
