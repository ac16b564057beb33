import type { Redis } from 'ioredis'
import type { Changes } from './near-cache.ts'

export interface RedisChanges extends Changes {
  /** A command failed: what was told meanwhile may not have arrived. */
  missed(): void
}

/**
 * On the connection of the commands itself, which RESP3 allows: Redis writes to a connection in the order in which it does things, so a change is
 * heard before the answer to whatever was asked after it.
 */
export function hearChanges(redis: Redis, channel: string): RedisChanges {
  const listeners = new Set<(key: string | undefined) => void>()
  const state = { isHeard: false }
  const tell = (key: string | undefined): void => listeners.forEach((listener) => void listener(key))

  async function subscribe(): Promise<void> {
    // With RESP2 the connection would take nothing but subscriptions from here on.
    if (!String(await redis.client('INFO')).includes('resp=3')) return
    await redis.subscribe(channel)
    state.isHeard = true
  }
  redis.on('message', (_, key) => tell(key))
  redis.on('ready', () => void subscribe().catch(() => undefined))
  redis.on('close', () => {
    state.isHeard = false
    tell(undefined)
  })
  return { hear: (listener) => void listeners.add(listener), isHeard: () => state.isHeard, missed: () => tell(undefined) }
}
