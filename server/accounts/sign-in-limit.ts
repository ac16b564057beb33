import { createHash } from 'node:crypto'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { CacheStore } from '../stores/cache-store.ts'

export interface SignInAttempt {
  readonly email: string
  readonly address: string
}

export interface SignInLimit {
  /** Counts an attempt. Errors: `RATE_LIMITED` {retry_after}. */
  attempt(from: SignInAttempt): Promise<void>
  /** From here on this address has attempts of its own for this account. */
  succeeded(from: SignInAttempt): Promise<void>
}

const windowSeconds = 15 * 60
const knownSeconds = 30 * 24 * 3600
const attemptsPerWindow = 10

/**
 * Ten guesses at one account in a quarter of an hour, from however many addresses. The owner is not locked out by them: an
 * address from which that account was opened before is counted by itself. An account that there is not is counted alike.
 */
export function createSignInLimit(cache: CacheStore): SignInLimit {
  const keysOf = ({ email, address }: SignInAttempt) => {
    const account = digest(email)
    const place = digest(`${email}\n${address}`)
    return { ofAccount: `sign_in:account:${account}`, ofPlace: `sign_in:place:${place}`, known: `sign_in:known:${place}` }
  }

  return {
    async attempt(from) {
      const { ofAccount, ofPlace, known } = keysOf(from)
      const isKnown = (await cache.get(known)) !== undefined
      const { count, endsInSeconds } = await cache.count(isKnown ? ofPlace : ofAccount, windowSeconds)
      if (count > attemptsPerWindow) throw new AppError('RATE_LIMITED', { retry_after: endsInSeconds })
    },
    async succeeded(from) {
      const { ofPlace, known } = keysOf(from)
      await cache.set(known, true, knownSeconds)
      await cache.delete([ofPlace])
    },
  }
}

/** No address of a person in a key: keys show in tools and logs of the cache. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')
