import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../../src-shared/rpc/errors.ts'

const resolutionMs = 10
const sampleMs = 500
const retryAfterSeconds = 2

/**
 * A process that cannot keep up answers at once that it cannot, instead of everybody late: 503 while, over the last half second,
 * the event loop came round later than this on the average. One slow statement is no overload. What operators ask is answered still.
 * 0 switches it off.
 */
export function refuseOverload(app: FastifyInstance, maxDelayMs: number): void {
  if (maxDelayMs === 0) return
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  const state = { isOverloaded: false }
  const look = (): void => {
    state.isOverloaded = delays.mean / 1e6 - resolutionMs > maxDelayMs
    delays.reset()
  }
  const timer = setInterval(look, sampleMs).unref()
  delays.enable()
  app.addHook('onClose', async () => {
    clearInterval(timer)
    delays.disable()
  })
  app.addHook('onRequest', async ({ routeOptions }) => {
    if (!state.isOverloaded || routeOptions.schema?.tags?.includes('operations') === true) return
    throw new AppError('OVERLOADED', { retry_after: retryAfterSeconds })
  })
}
