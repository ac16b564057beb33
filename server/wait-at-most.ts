import { setTimeout as delay } from 'node:timers/promises'

/** A server that stops does not wait longer for what asks Stripe. */
const standardMs = 5000

/** Until it has ended, or the time is over. */
export async function waitAtMost(running: Promise<unknown> | undefined, patienceMs = standardMs): Promise<void> {
  const ended = new AbortController()
  try {
    await Promise.race([running, delay(patienceMs, undefined, { signal: ended.signal }).catch(() => undefined)])
  } finally {
    ended.abort()
  }
}
