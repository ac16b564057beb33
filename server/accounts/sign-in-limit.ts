import { AppError } from '../../src-shared/rpc/errors.ts'
import type { CacheStore } from '../stores/cache-store.ts'
import { keyDigest } from '../stores/key-digest.ts'

export interface SignInAttempt {
  readonly email: string
  readonly address: string
}

export interface SignInLimit {
  /** Counts an attempt. Errors: `RATE_LIMITED` {retry_after}. */
  attempt(from: SignInAttempt): Promise<void>
  /** From here on this address has attempts of its own for this account. */
  succeeded(from: SignInAttempt): Promise<void>
  /** Counts an attempt of whoever is signed in and shows the password once more. Errors: `RATE_LIMITED` {retry_after}. */
  confirm(userId: string): Promise<void>
  confirmed(userId: string): Promise<void>
}

const windowSeconds = 15 * 60
const knownSeconds = 30 * 24 * 3600
const attemptsPerWindow = 10

/**
 * Ten guesses at one account in a quarter of an hour, from however many addresses. The owner is not locked out by them: an
 * address from which that account was opened before is counted by itself, and so is whoever is signed in already. An account
 * that there is not is counted alike.
 */
export function createSignInLimit(cache: CacheStore): SignInLimit {
  const keysOf = ({ email, address }: SignInAttempt) => {
    const account = keyDigest(email)
    const place = keyDigest(`${email}\n${address}`)
    return { ofAccount: `sign_in:account:${account}`, ofPlace: `sign_in:place:${place}`, known: `sign_in:known:${place}` }
  }

  const ofSignedIn = (userId: string) => `sign_in:confirm:${userId}`

  async function count(key: string): Promise<void> {
    const { count, endsInSeconds } = await cache.count(key, windowSeconds)
    if (count > attemptsPerWindow) throw new AppError('RATE_LIMITED', { retry_after: endsInSeconds })
  }

  return {
    async attempt(from) {
      const { ofAccount, ofPlace, known } = keysOf(from)
      await count((await cache.get(known)) === undefined ? ofAccount : ofPlace)
    },
    async succeeded(from) {
      const { ofPlace, known } = keysOf(from)
      await cache.set(known, true, knownSeconds)
      await cache.delete([ofPlace])
    },
    confirm: (userId) => count(ofSignedIn(userId)),
    confirmed: (userId) => cache.delete([ofSignedIn(userId)]),
  }
}
