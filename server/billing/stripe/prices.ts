import type Stripe from 'stripe'
import { z } from 'zod'
import { billingCycle, planType } from '../../../src-shared/api/billing.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import type { Log } from '../../log.ts'
import { type PlanChoice, priceOf } from '../proration.ts'

export interface Prices {
  /** Errors: `PAYMENT_UNAVAILABLE` when Stripe has no such price, or not the one that is shown here. */
  idOf(choice: PlanChoice): Promise<string>
}

export interface PricesDeps {
  readonly stripe: Pick<Stripe, 'prices'>
  readonly log: Log
  readonly now: () => number
}

const keptMs = 3_600_000
const intervals = { month: 'monthly', year: 'yearly' } as const

/** The operator names the prices at Stripe so: `pro_monthly`, `pro_yearly`, `enterprise_monthly`, `enterprise_yearly`. */
export const lookupKeyOf = ({ plan_type, billing_cycle }: PlanChoice): string => `${plan_type}_${billing_cycle}`

const sold = (['pro', 'enterprise'] as const).flatMap((plan_type) =>
  billingCycle.options.map((billing_cycle) => ({ plan_type, billing_cycle })),
)

export function createPrices({ stripe, log, now }: PricesDeps): Prices {
  const kept = { ids: new Map<string, string>(), until: 0 }

  async function load(): Promise<void> {
    const { data } = await stripe.prices.list({ lookup_keys: sold.map(lookupKeyOf), active: true, limit: 100 })
    kept.ids = new Map(data.filter((price) => isAsShown(price, log)).map((price) => [price.lookup_key ?? '', price.id]))
    kept.until = now() + keptMs
  }

  return {
    async idOf(choice) {
      const key = lookupKeyOf(choice)
      if (kept.until <= now() || !kept.ids.has(key)) await load()
      const id = kept.ids.get(key)
      if (id === undefined) throw new AppError('PAYMENT_UNAVAILABLE')
      return id
    },
  }
}

const priceMeta = z.object({ plan_type: planType })

/** A newer price takes the lookup key away from the one that older subscriptions still pay; those say it in their metadata. */
export function choiceOf({ lookup_key, metadata, recurring }: Stripe.Price): PlanChoice | undefined {
  const billing_cycle = Object.entries(intervals).find(([interval]) => interval === recurring?.interval)?.[1]
  const named = priceMeta.safeParse({ plan_type: lookup_key?.split('_')[0] ?? metadata.plan_type })
  return named.success && billing_cycle !== undefined ? { ...named.data, billing_cycle } : undefined
}

/** Nobody pays anything but what he was shown. */
function isAsShown(price: Stripe.Price, log: Log): boolean {
  const choice = choiceOf(price)
  const isRight = choice !== undefined && price.currency === 'usd' && price.unit_amount === priceOf(choice)
  if (!isRight) log.error({ lookup_key: price.lookup_key }, 'a price at Stripe is not the one that is shown here')
  return isRight && lookupKeyOf(choice) === price.lookup_key
}
