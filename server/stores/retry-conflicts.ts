import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseError } from 'pg'
import { AppError } from '../../src-shared/rpc/errors.ts'

const attempts = 4
const longestPauseMs = 50

/** A deadlock, or two that cannot be put in an order. */
const isConflict = (error: unknown): boolean => error instanceof DatabaseError && /^(?:40P01|40001)$/.test(error.code ?? '')

/**
 * PostgreSQL undid everything of the one that it chose to end, so it is simply done again; what `call` does outside of the
 * database it does each time. Errors: `STORE_UNAVAILABLE` when it is chosen again and again.
 */
export async function retryConflicts<T>(call: () => Promise<T>): Promise<T> {
  for (let left = attempts - 1; ; left--) {
    try {
      return await call()
    } catch (cause) {
      if (!isConflict(cause)) throw cause
      if (left === 0) throw new AppError('STORE_UNAVAILABLE', { store: 'postgres', retry_after: 1 }, { cause })
    }
    await delay(Math.random() * longestPauseMs)
  }
}
