import Stripe from 'stripe'

export interface StripeAccess {
  readonly apiKey: string
  /** Instead of Stripe's own address. */
  readonly url?: string | undefined
}

/** With the version of the API that the package was made for, whatever the account's is. */
export const connectStripe = ({ apiKey, url }: StripeAccess): Stripe =>
  new Stripe(apiKey, { ...addressOf(url), timeout: 8000, maxNetworkRetries: 1, telemetry: false })

function addressOf(url: string | undefined) {
  if (url === undefined) return {}
  const { hostname, port, protocol } = new URL(url)
  return { host: hostname, port, protocol: protocol === 'http:' ? ('http' as const) : ('https' as const) }
}
