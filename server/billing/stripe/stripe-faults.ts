import Stripe from 'stripe'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { type Log, reasonOf } from '../../log.ts'

/**
 * What is known of a call that failed. `unanswered`: nobody knows, and the same key may be sent again. `broken`: Stripe failed and
 * repeats that answer for the same key for a day. `refused` and `declined`: nothing was done.
 */
export type FailedCall = 'unanswered' | 'broken' | 'refused' | 'declined'

/** Errors that are not of Stripe are thrown on. */
export function failureOf(error: unknown): FailedCall {
  if (!(error instanceof Stripe.errors.StripeError)) throw error
  const { statusCode } = error
  if (statusCode === undefined || statusCode === 409 || statusCode === 429) return 'unanswered'
  if (statusCode >= 500) return 'broken'
  return statusCode === 402 ? 'declined' : 'refused'
}

/** Nobody can be asked, or nothing be written: not the fault of whoever it was about. */
export function isOutage(error: unknown): boolean {
  if (error instanceof AppError && error.code === 'STORE_UNAVAILABLE') return true
  const cause = error instanceof AppError ? error.cause : error
  if (!(cause instanceof Stripe.errors.StripeError)) return false
  return cause.statusCode === 401 || ['unanswered', 'broken'].includes(failureOf(cause))
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError && error.code === 'resource_missing'

/** Codes and the request's id, which Stripe's own log explains; its message may quote a person. */
export function tellFailure(log: Log, what: string, error: unknown): void {
  if (!(error instanceof Stripe.errors.StripeError)) return log.warn({ what, reason: reasonOf(error) }, 'stripe')
  const { type, code, param, statusCode, requestId } = error
  log.warn({ what, type, code, param, status: statusCode, stripe_request: requestId }, 'stripe')
}
