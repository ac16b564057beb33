import type { Redis } from 'ioredis'
import type { RedisClient } from './redis-client.ts'

export interface ForgettingKinds {
  readonly client: Pick<RedisClient, 'nodes' | 'ping'>
  readonly keyPrefix: string
  /** Guards each call. */
  readonly ask: <T>(call: () => Promise<T>) => Promise<T>
  /** Unless it is blocked: it has no value then. */
  readonly forgetNamed: (name: string) => Promise<unknown>
}

/**
 * Every key whose name begins so, of all nodes. Leases first: once they are gone nobody writes what was loaded before, and what was written is found after
 * that.
 */
export async function forgetKind(kind: string, { client, keyPrefix, ask, forgetNamed }: ForgettingKinds): Promise<void> {
  await ask(client.ping)
  const [leases, values] = [
    { before: `${keyPrefix}lease:{${keyPrefix}`, after: '}', kind },
    { before: keyPrefix, after: '', kind },
  ]
  for (const wanted of [leases, values])
    for (const node of client.nodes())
      for await (const names of scanNames(node, wanted, ask)) await Promise.all(names.map(forgetNamed))
}

interface Wanted {
  /** What every one of these keys has before its name, and after it. */
  readonly before: string
  readonly after: string
  /** How the names begin. */
  readonly kind: string
}

/** Redis looks at so many keys before it does something else. */
const pageSize = 500

/** Page by page. Every key that is there the whole time is among them; one may come twice. */
async function* scanNames(
  node: Redis,
  { before, after, kind }: Wanted,
  ask: ForgettingKinds['ask'],
): AsyncGenerator<readonly string[]> {
  const pattern = `${literally(before + kind)}*${literally(after)}`
  let cursor = '0'
  do {
    const [next, keys] = await ask(() => node.scan(cursor, 'MATCH', pattern, 'COUNT', pageSize))
    yield keys.map((key) => key.slice(before.length, key.length - after.length))
    cursor = next
  } while (cursor !== '0')
}

const literally = (text: string): string => text.replace(/[*?[\]\\]/g, '\\$&')
