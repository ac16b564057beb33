import { takeEvent } from './receive-event.ts'
import type { StripeDeps } from './stripe-deps.ts'

/** As far back as Stripe lists them. */
const reachMs = 30 * 24 * 3_600_000

/** Events that Stripe could not deliver, or not yet. Returns how many were new. */
export async function sweepEvents(deps: StripeDeps, signal?: AbortSignal): Promise<number> {
  const since = Math.floor((deps.now() - reachMs) / 1000)
  let found = 0
  for await (const event of deps.stripe.events.list({ delivery_success: false, created: { gte: since }, limit: 100 })) {
    if (signal?.aborted) break
    found += Number(await takeEvent(deps, event))
  }
  if (found > 0) deps.log.warn({ found }, 'events that Stripe could not deliver')
  return found
}
