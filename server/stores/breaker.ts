import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel'
import { AppError } from '../../src-shared/rpc/errors.ts'

/** Hands a call on, or refuses it at once. Errors: those of the call, and `STORE_UNAVAILABLE`. */
export type Breaker = <T>(call: () => Promise<T>) => Promise<T>

const failuresInARow = 5
const pauseMs = 2000

/**
 * After five calls in a row that found the store away nobody asks it for two seconds; then one call finds out whether it is back.
 * Without it every request would wait for a frozen store as long as one call may take.
 */
export function createBreaker(store: string): Breaker {
  const policy = circuitBreaker(handleWhen(isAway), {
    halfOpenAfter: pauseMs,
    breaker: new ConsecutiveBreaker(failuresInARow),
  })
  return async (call) => {
    try {
      return await policy.execute(call)
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error
      throw new AppError('STORE_UNAVAILABLE', { store, retry_after: Math.ceil(pauseMs / 1000) }, { cause: error })
    }
  }
}

const isAway = (error: unknown): boolean => error instanceof AppError && error.code === 'STORE_UNAVAILABLE'
