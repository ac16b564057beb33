import { hash } from 'node:crypto'

export interface Verified<T> {
  readonly claims: T
  readonly expiresAtMs: number
}

export interface RememberOptions {
  readonly now: () => number
  /** A key that was taken back is believed for so long at most. */
  readonly forMs: number
}

/** More tokens than are in use at once on one process; the oldest goes first. */
const limit = 10_000

/**
 * A signature that was good a moment ago is good still: a client that sends ten requests has its token checked once, also when they come
 * together. Only what was verified is remembered, so made-up tokens push out nothing; whether the session goes on is asked elsewhere, each time.
 */
export function rememberVerified<T>(
  verify: (token: string) => Promise<Verified<T>>,
  { now, forMs }: RememberOptions,
): (token: string) => Promise<T> {
  const known = new Map<string, Verified<T>>()
  const underway = new Map<string, Promise<T>>()

  async function look(token: string, digest: string): Promise<T> {
    known.delete(digest)
    const { claims, expiresAtMs } = await verify(token)
    const [oldest] = known.keys()
    if (known.size >= limit && oldest !== undefined) known.delete(oldest)
    known.set(digest, { claims, expiresAtMs: Math.min(expiresAtMs, now() + forMs) })
    return claims
  }

  return async (token) => {
    const digest = hash('sha256', token, 'base64')
    const before = known.get(digest)
    if (before !== undefined && now() < before.expiresAtMs) return before.claims
    const looking = underway.get(digest) ?? look(token, digest).finally(() => underway.delete(digest))
    underway.set(digest, looking)
    return looking
  }
}
