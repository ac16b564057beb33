export type PlanId = 'free' | 'pro' | 'enterprise'
export type Meter = 'messages' | 'api_calls' | 'background_tasks'

export interface Plan {
  /** Units in a period; -1 means unlimited. */
  readonly limits: Readonly<Record<Meter, number>>
  readonly price_cents: number
  /** A year costs ten months. */
  readonly yearly_price_cents: number
  readonly features: readonly string[]
}

export const unlimited = -1

export const plans = {
  free: {
    limits: { messages: 1000, api_calls: 100, background_tasks: 10 },
    price_cents: 0,
    yearly_price_cents: 0,
    features: ['basic_chat', 'text_search'],
  },
  pro: {
    limits: { messages: 10_000, api_calls: 1000, background_tasks: 100 },
    price_cents: 2900,
    yearly_price_cents: 29_000,
    features: ['advanced_chat', 'vector_search', 'api_access', 'priority_support'],
  },
  enterprise: {
    limits: { messages: unlimited, api_calls: unlimited, background_tasks: unlimited },
    price_cents: 9900,
    yearly_price_cents: 99_000,
    features: ['all_features', 'custom_models', 'dedicated_support', 'sla'],
  },
} as const satisfies Record<PlanId, Plan>
