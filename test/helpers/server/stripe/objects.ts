// What the fake keeps, in Stripe's own shapes, as far as it is used.

export interface Price {
  readonly id: string
  readonly object: 'price'
  readonly active: true
  readonly currency: string
  readonly lookup_key: string | null
  readonly metadata: Readonly<Record<string, string>>
  readonly recurring: { readonly interval: 'month' | 'year'; readonly interval_count: 1 }
  readonly unit_amount: number
}

export interface Customer {
  readonly id: string
  readonly object: 'customer'
  readonly created: number
  email: string | null
  metadata: Readonly<Record<string, string>>
  deleted?: true
}

export interface Item {
  readonly id: string
  readonly object: 'subscription_item'
  price: Price
  current_period_start: number
  current_period_end: number
}

export interface Subscription {
  readonly id: string
  readonly object: 'subscription'
  readonly customer: string
  readonly created: number
  readonly start_date: number
  readonly items: { readonly object: 'list'; readonly data: [Item]; readonly has_more: false }
  status: 'incomplete' | 'incomplete_expired' | 'active' | 'past_due' | 'unpaid' | 'canceled'
  metadata: Record<string, string>
  billing_cycle_anchor: number
  cancel_at_period_end: boolean
  cancel_at: number | null
  ended_at: number | null
  schedule: string | null
  latest_invoice: string | null
  pending_update: { readonly expires_at: number; readonly subscription_items: readonly { readonly price: Price }[] } | null
}

export interface Invoice {
  readonly id: string
  readonly object: 'invoice'
  readonly customer: string
  readonly created: number
  readonly billing_reason: 'subscription_create' | 'subscription_update' | 'subscription_cycle'
  readonly parent: { readonly type: 'subscription_details'; readonly subscription_details: { readonly subscription: string } }
  readonly amount_due: number
  readonly currency: 'usd'
  readonly hosted_invoice_url: string
  status: 'open' | 'paid' | 'void'
  amount_paid: number
  status_transitions: { paid_at: number | null }
}

export interface Phase {
  readonly start_date: number
  readonly end_date: number
  readonly items: readonly { readonly price: string; readonly quantity: number }[]
}

export interface SubscriptionSchedule {
  readonly id: string
  readonly object: 'subscription_schedule'
  readonly customer: string
  subscription: string
  status: 'active' | 'released'
  metadata: Record<string, string>
  phases: Phase[]
  current_phase: { readonly start_date: number; readonly end_date: number } | null
}

export interface Session {
  readonly id: string
  readonly object: 'checkout.session'
  readonly created: number
  readonly customer: string
  readonly metadata: Readonly<Record<string, string>>
  readonly price: string
  readonly subscriptionMetadata: Readonly<Record<string, string>>
  readonly url: string
  /** What was bought on it. */
  subscription: string | null
  status: 'open' | 'complete' | 'expired'
}

export interface Event {
  readonly id: string
  readonly object: 'event'
  readonly type: string
  readonly created: number
  readonly data: { readonly object: object }
}
