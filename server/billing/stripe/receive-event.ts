import type Stripe from 'stripe'
import { z } from 'zod'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { recordEvent, type ToldEvent } from './events.ts'
import type { StripeDeps } from './stripe-deps.ts'

export interface SignedEvent {
  /** As it came: a parsed and written body has another signature. */
  readonly raw: Buffer
  readonly signature: string
}

/** Older is a replay. */
const toleranceSeconds = 300

/** Verified, written down, and nothing else: what it says is looked up later. Errors: `INVALID_SIGNATURE`, `STORE_UNAVAILABLE`. */
export async function receiveEvent(deps: StripeDeps, signed: SignedEvent, secrets: readonly string[]): Promise<void> {
  await takeEvent(deps, verified(deps, signed, secrets))
}

/** What is read of an event. */
export interface GivenEvent {
  readonly id: string
  readonly type: string
  readonly created: number
  readonly data: { readonly object: unknown }
}

/** Told by Stripe, however it came here. True when it is new. */
export async function takeEvent(deps: StripeDeps, event: GivenEvent): Promise<boolean> {
  const { store, now, metrics } = deps
  const told = toldEvent(event)
  const isNew = await recordEvent(store, told, new Date(now()))
  if (isNew && takenBack.test(told.type)) tellTakenBack(deps, told)
  metrics.events.inc({ outcome: isNew ? (told.customerId === null ? 'ignored' : 'received') : 'duplicate' })
  return isNew
}

/** While a secret is replaced, Stripe may sign with either. */
function verified({ stripe, now }: StripeDeps, { raw, signature }: SignedEvent, secrets: readonly string[]): Stripe.Event {
  for (const secret of secrets) {
    try {
      return stripe.webhooks.constructEvent(raw, signature, secret, toleranceSeconds, undefined, now())
    } catch {
      // Not by this one.
    }
  }
  throw new AppError('INVALID_SIGNATURE')
}

/** What changes somebody's plan or what was paid for it. */
const matters = /^(?:customer\.subscription\.|customer\.deleted$|invoice\.|checkout\.session\.|subscription_schedule\.)/

/** Money that goes back. Nothing here can decide what becomes of the plan: a person is told. */
const takenBack = /^charge\.(?:refunded$|dispute\.)/

function tellTakenBack({ log, metrics }: StripeDeps, { id, type, objectId }: ToldEvent): void {
  log.error({ stripe_event: id, type, object: objectId }, 'a payment was taken back or is disputed')
  metrics.takenBack.inc({ type })
}

const named = z.object({
  id: z.string().nullable().catch(null),
  object: z.string().catch(''),
  customer: z
    .union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
    .nullable()
    .catch(null),
})

/** Who it is about; of the rest of the payload nothing is read. */
function toldEvent({ id, type, created, data }: GivenEvent): ToldEvent {
  const about = named.parse(data.object)
  const customerId = about.object === 'customer' ? about.id : about.customer
  return { id, type, objectId: about.id, customerId: matters.test(type) ? customerId : null, createdAt: new Date(created * 1000) }
}
