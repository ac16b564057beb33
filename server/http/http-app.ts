import { randomUUID } from 'node:crypto'
import cors from '@fastify/cors'
import Fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Log } from '../log.ts'
import { refuseAddress, refuseInOneShape, routeOf } from './refusals.ts'
import { safeHeaders } from './safe-headers.ts'

export interface HttpSettings {
  readonly corsOrigins: readonly string[]
  /** The addresses of those who are believed about where a request came from. */
  readonly trustProxy: false | string[]
  readonly log: Log
  readonly isStopping: () => boolean
}

const bodyLimitBytes = 1024 * 1024
const requestTimeoutMs = 30_000

/** What every route stands on: ids, headers, limits, one shape of refusal, one line of log a request. */
export async function createHttpApp({ corsOrigins, trustProxy, log, isStopping }: HttpSettings): Promise<FastifyInstance> {
  const app = Fastify({
    ...{ bodyLimit: bodyLimitBytes, requestTimeout: requestTimeoutMs, trustProxy },
    // Requests that run are finished, connections that only wait are closed.
    forceCloseConnections: 'idle',
    genReqId: ({ headers }) => givenId(headers['x-request-id']) ?? randomUUID(),
    routerOptions: { maxParamLength: 100 },
    frameworkErrors: refuseAddress(log),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  refuseInOneShape(app, log)
  const safe = safeHeaders({ contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], styleSrc: ["'unsafe-inline'"] } } })
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(safe).header('x-request-id', request.id)
    done()
  })
  // A connection that is kept alive would keep a stopping server alive as well.
  app.addHook('onSend', async (_, reply) => void (isStopping() && reply.header('connection', 'close')))
  app.addHook('onResponse', (request, reply, done) => {
    const { id: request_id, method } = request
    const ms = Math.round(reply.elapsedTime * 10) / 10
    log.info({ request_id, method, route: routeOf(request), status: reply.statusCode, ms }, 'request')
    done()
  })
  await app.register(cors, {
    origin: [...corsOrigins],
    credentials: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    maxAge: 600,
    exposedHeaders: ['x-request-id', 'retry-after'],
  })
  return app
}

/** Of a balancer in front of us, when it is a plain one: it goes into logs and answers. */
function givenId(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[\w-]{8,64}$/.test(header) ? header : undefined
}
