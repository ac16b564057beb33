import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type Context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { apiVersion } from '../http/answer.ts'
import { routeOf } from '../http/refusals.ts'
import { reasonOf } from '../log.ts'
import type { AroundCall, Database } from '../stores/watch-stores.ts'
import { waitAtMost } from '../wait-at-most.ts'
import type { TracingSettings } from './open-tracing.ts'
import { samplerOf } from './sampler.ts'
import type { Tracing } from './tracing.ts'

/** A collector that is away holds up the end of the server no longer. */
const lastExportMs = 3000

/** Over OTLP/HTTP (JSON), in batches; what cannot be delivered is let go. */
export function createTracing({ url, headers, attributes, sampler, ratio }: TracingSettings): Tracing {
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ 'service.version': apiVersion, ...attributes })),
    sampler: samplerOf(sampler, ratio),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url, headers }) })],
  })
  const tracer = provider.getTracer('hearth-server')
  const current = new AsyncLocalStorage<Context>()
  return {
    followRequests: (app) => followRequests(app, tracer, current),
    aroundCall: spansOfCalls(tracer, current),
    // What a collector does not take is let go, and ends no server with an error.
    [Symbol.asyncDispose]: () =>
      waitAtMost(
        provider.shutdown().catch(() => undefined),
        lastExportMs,
      ),
  }
}

/** Routes and codes, never an address as it was sent, a header or a body: they hold what is somebody's. */
function followRequests(app: FastifyInstance, tracer: Tracer, current: AsyncLocalStorage<Context>): void {
  const propagator = new W3CTraceContextPropagator()
  const contexts = new WeakMap<FastifyRequest, Context>()
  app.addHook('onRequest', (request, _, done) => {
    const parent = propagator.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter)
    const [method, route] = [request.method, routeOf(request)]
    const attributes = { 'http.request.method': method, 'http.route': route, 'hearth.request_id': request.id }
    const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent)
    const context = trace.setSpan(parent, span)
    contexts.set(request, context)
    current.run(context, done)
  })
  // A body arrives by events of the socket, which know nothing of the request.
  app.addHook('preValidation', (request, _, done) => {
    const context = contexts.get(request)
    if (context === undefined) done()
    else current.run(context, done)
  })
  app.addHook('onResponse', async (request, { statusCode }) => {
    const context = contexts.get(request)
    const span = context && trace.getSpan(context)
    span?.setAttribute('http.response.status_code', statusCode)
    if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', String(statusCode))
    span?.end()
  })
}

/** As the conventions of OpenTelemetry call them. */
const systems: Readonly<Record<Database, string>> = {
  ...{ postgres: 'postgresql', mongodb: 'mongodb', redis: 'redis', scylla: 'cassandra' },
}

/** What no request asked for, as jobs and probes do, has no span. */
function spansOfCalls(tracer: Tracer, current: AsyncLocalStorage<Context>): AroundCall {
  return async ({ database, operation, statement }, run) => {
    const parent = current.getStore()
    if (parent === undefined) return run()
    const attributes = {
      ...{ 'db.system.name': systems[database], 'db.operation.name': operation },
      ...(statement === undefined ? {} : { 'db.query.text': statement.replace(/\s+/g, ' ').trim() }),
    }
    const span = tracer.startSpan(`${systems[database]} ${operation}`, { kind: SpanKind.CLIENT, attributes }, parent)
    try {
      return await current.run(trace.setSpan(parent, span), run)
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', reasonOf(error))
      throw error
    } finally {
      span.end()
    }
  }
}
