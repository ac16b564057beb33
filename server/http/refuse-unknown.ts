import type { FastifyInstance } from 'fastify'
import { AppError } from '../../src-shared/rpc/errors.ts'

interface Way {
  readonly shape: RegExp
  readonly methods: readonly string[]
}

/**
 * An address that takes other methods says which; one that is none is not found. Before a body is read: what nobody asked for is not
 * looked at. Of the routes that are added from here on, and after whoever counts requests.
 */
export function refuseUnknown(app: FastifyInstance): void {
  const ways: Way[] = []
  /** What has a name of its own is meant by it, and is no id of something else. */
  const named = new Map<string, readonly string[]>()
  const methodsOf = (path: string) => ways.filter(({ shape }) => shape.test(path)).flatMap(({ methods }) => methods)

  app.addHook('onRoute', ({ url, method }) => {
    // The one that answers preflights is everywhere, and takes nothing.
    if (url.includes('*')) return
    ways.push({ shape: shapeOf(url), methods: [method].flat() })
    if (!url.includes(':')) named.set(url, [...(named.get(url) ?? []), method].flat())
  })
  app.addHook('onRequest', (request, reply, done) => {
    const { is404, routeOptions } = request
    if (!is404 && !routeOptions.url?.includes(':')) return done()
    const path = request.url.replace(/\?.*$/s, '')
    const methods = named.get(path) ?? (is404 ? methodsOf(path) : undefined)
    if (methods === undefined) return done()
    if (methods.length === 0) return done(new AppError('NOT_FOUND'))
    void reply.header('allow', [...new Set(methods)].toSorted().join(', '))
    return done(new AppError('METHOD_NOT_ALLOWED'))
  })
}

function shapeOf(url: string): RegExp {
  const parts = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
  return new RegExp(`^${parts.join('/')}$`)
}
