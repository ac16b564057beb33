import type { Redis } from 'ioredis'

export interface Wanted {
  /** What every one of these keys has before its name, and after it. */
  readonly before: string
  readonly after: string
  /** How the names begin. */
  readonly kind: string
}

/** Redis looks at so many keys before it does something else. */
const pageSize = 500

/**
 * The names of the keys of one node that begin so, page by page. Every key that is there the whole time is among them; one may come twice. `ask` guards
 * each call.
 */
export async function* scanNames(
  node: Redis,
  { before, after, kind }: Wanted,
  ask: <T>(call: () => Promise<T>) => Promise<T>,
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
