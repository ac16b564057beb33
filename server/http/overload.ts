import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../../src-shared/rpc/errors.ts'

const resolutionMs = 10
const sampleMs = 500
const retryAfterSeconds = 2

/**
 * A process that cannot keep up answers at once that it cannot, instead of everybody late: 503 while the event loop came round later
 * than this on the average, twice in a row of half a second each or of as long as it was held up. One slow statement is no overload.
 * What operators ask is answered still.
 * 0 switches it off.
 */
export function refuseOverload(app: FastifyInstance, maxDelayMs: number): void {
  if (maxDelayMs === 0) return
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  const isOverloadedAt = watchLateness(maxDelayMs)
  const state = { isOverloaded: false }
  const look = (): void => {
    state.isOverloaded = isOverloadedAt(delays.mean / 1e6 - resolutionMs)
    delays.reset()
  }
  const timer = setInterval(look, sampleMs).unref()
  delays.enable()
  app.addHook('onClose', async () => {
    clearInterval(timer)
    delays.disable()
  })
  app.addHook('onRequest', (request, _, done) => {
    if (!state.isOverloaded || request.routeOptions.schema?.tags?.includes('operations') === true) return done()
    done(new AppError('OVERLOADED', { retry_after: retryAfterSeconds }))
  })
}

/** Each look at the mean delay since the last one, in ms, answers whether that is overload: it is when the last one was too late as well. */
export function watchLateness(maxDelayMs: number): (meanMs: number) => boolean {
  let wasLate = false
  return (meanMs) => {
    const isLate = meanMs > maxDelayMs
    const isOverloaded = isLate && wasLate
    wasLate = isLate
    return isOverloaded
  }
}
