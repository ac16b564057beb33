import { setTimeout as delay } from 'node:timers/promises'

/** Waits until `check` gives something, asking every 20 ms; fails with `what` after the limit. */
export async function waitFor<T>(
  what: string,
  check: () => Promise<T | undefined> | T | undefined,
  limitMs = 60_000,
): Promise<T> {
  const until = Date.now() + limitMs
  while (Date.now() < until) {
    const found = await check()
    if (found !== undefined) return found
    await delay(20)
  }
  throw new Error(`Waited ${limitMs} ms in vain for ${what}`)
}
