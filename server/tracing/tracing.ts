import type { FastifyInstance } from 'fastify'
import type { AroundCall } from '../stores/watch-stores.ts'

/** Spans of requests and of what they ask of the databases. */
export interface Tracing extends AsyncDisposable {
  /** Before the other hooks: what they ask belongs to the request too. */
  followRequests(app: FastifyInstance): void
  readonly aroundCall: AroundCall
}
