import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { clientAddress } from './client-address.ts'

/** At once: in this process, and of one user. Each takes some times its size until it is answered. */
export const largeBodiesAtOnce = { process: 8, user: 2 } as const

/** About what an upload takes. */
const retryAfterSeconds = 2

/**
 * A body that is larger than what every route takes is let in before it is read, or refused. One that does not say how long it is counts as the
 * longest that its route takes. After authentication, and after requests were counted.
 */
export function admitLargeBodies(app: FastifyInstance): void {
  const places = createPlaces()
  const leaving = new WeakMap<FastifyRequest, () => void>()
  const smallBytes = app.initialConfig.bodyLimit ?? 0

  app.addHook('onRequest', (request, reply, done) => {
    if (bodyBytes(request) <= smallBytes) return done()
    const leave = places.take(request.principal?.userId ?? clientAddress(request))
    if (leave === undefined) return done(new AppError('OVERLOADED', { retry_after: retryAfterSeconds }))
    leaving.set(request, leave)
    leaveWhenCut(request, reply, leave)
    done()
  })
  // Not when the connection is gone: what was read whole takes its memory until it has been worked off.
  app.addHook('onSend', async (request) => leaving.get(request)?.())
}

/** What is read of it at most. */
function bodyBytes({ headers, routeOptions: { bodyLimit = 0 } }: FastifyRequest): number {
  if (headers['transfer-encoding'] !== undefined) return bodyLimit
  return Math.min(Number(headers['content-length'] ?? 0), bodyLimit)
}

/** A body that ends in the middle gets no answer. */
function leaveWhenCut({ raw }: FastifyRequest, reply: FastifyReply, leave: () => void): void {
  reply.raw.once('close', () => {
    if (!raw.complete) leave()
  })
}

interface Places {
  /** Undefined when there is none. What it returns gives it back, and twice is once. */
  take(who: string): (() => void) | undefined
}

function createPlaces(): Places {
  const taken: { readonly who: string }[] = []
  return {
    take(who) {
      const ofUser = taken.filter((place) => place.who === who).length
      if (taken.length >= largeBodiesAtOnce.process || ofUser >= largeBodiesAtOnce.user) return undefined
      const place = { who }
      taken.push(place)
      return () => {
        const at = taken.indexOf(place)
        if (at >= 0) taken.splice(at, 1)
      }
    },
  }
}
