import { AppError } from '../../../src-shared/rpc/errors.ts'
import { findMade } from './find-made.ts'
import { beginIntent, breakIntent, findOpenSince, type Intent, settleIntent, type Wish } from './intents.ts'
import { oneByOne } from './one-by-one.ts'
import type { StripeDeps } from './stripe-deps.ts'
import { failureOf, tellFailure } from './stripe-faults.ts'

/** Stripe keeps its answer to a key for a day; well before that the key is not trusted any more. */
const keyTrustedMs = 20 * 3_600_000

export interface CallOptions {
  readonly idempotencyKey: string
}

export interface StripeCall<T> extends Wish {
  /** `intentId` belongs into the metadata of what is made, where the call takes metadata. */
  readonly send: (options: CallOptions, intentId: string) => Promise<T>
  /** The same object, when an earlier call turns out to have made it. */
  readonly again: (objectId: string) => Promise<T>
}

/**
 * Every call that changes something at Stripe. A retry with the same key cannot do it twice; where the key cannot be
 * trusted, what there is decides. Errors: `PAYMENT_UNAVAILABLE`, `PAYMENT_DECLINED`.
 */
export async function callStripe<T extends { readonly id: string }>(deps: StripeDeps, call: StripeCall<T>): Promise<T> {
  const intent = await beginIntent(deps.store, call, new Date(deps.now()))
  const isTrusted = intent.state === 'open' && deps.now() - intent.created_at.getTime() < keyTrustedMs
  if (!isTrusted) {
    const made = await askStripe(deps, intent.kind, () => resolveIntent(deps, intent))
    return made === undefined ? callStripe(deps, call) : askStripe(deps, intent.kind, () => call.again(made))
  }
  try {
    const made = await call.send({ idempotencyKey: intent.id }, intent.id)
    await settle(deps, intent, made.id)
    return made
  } catch (error) {
    return fail(deps, intent, error)
  }
}

/** Reading changes nothing and needs no intent. Errors: `PAYMENT_UNAVAILABLE`. */
export async function askStripe<T>({ log }: Pick<StripeDeps, 'log'>, what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof AppError) throw error
    failureOf(error)
    tellFailure(log, what, error)
    throw new AppError('PAYMENT_UNAVAILABLE', {}, { cause: error })
  }
}

/** Calls whose answer never came and whose key is not trusted any more: looked up, never sent again. Returns how many. */
export async function resolveIntents(deps: StripeDeps, signal?: AbortSignal): Promise<number> {
  const old = await findOpenSince(deps.store, new Date(deps.now() - keyTrustedMs))
  const work = async (intent: Intent) => {
    await askStripe(deps, intent.kind, () => resolveIntent(deps, intent))
    return true
  }
  return oneByOne(deps, old, { what: 'unanswered_call', signal, idOf: ({ id }) => id, work })
}

async function resolveIntent(deps: StripeDeps, intent: Intent): Promise<string | undefined> {
  const made = await findMade(deps.stripe, intent)
  await settle(deps, intent, made)
  return made
}

async function settle({ store, now, metrics }: StripeDeps, intent: Intent, objectId: string | undefined): Promise<void> {
  const outcome = objectId === undefined ? ({ state: 'not_made' } as const) : ({ state: 'done', objectId } as const)
  await settleIntent(store, intent, { ...outcome, at: new Date(now()) })
  metrics.calls.inc({ kind: intent.kind, outcome: outcome.state })
}

async function fail(deps: StripeDeps, intent: Intent, error: unknown): Promise<never> {
  const failure = failureOf(error)
  tellFailure(deps.log, intent.kind, error)
  deps.metrics.calls.inc({ kind: intent.kind, outcome: failure })
  if (failure === 'broken') await breakIntent(deps.store, intent)
  if (failure === 'refused' || failure === 'declined')
    await settleIntent(deps.store, intent, { state: 'refused', at: new Date(deps.now()) })
  throw new AppError(failure === 'declined' ? 'PAYMENT_DECLINED' : 'PAYMENT_UNAVAILABLE', {}, { cause: error })
}
