import { z } from 'zod'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { knownPlaces } from '../stores/cache-keys.ts'
import type { CacheStore } from '../stores/cache-store.ts'
import { createKeyedDigest } from '../stores/key-digest.ts'

export interface SignInAttempt {
  readonly email: string
  readonly address: string
  /** Whose address it is; undefined for nobody’s. */
  readonly userId: string | undefined
}

export interface SignInLimit {
  /** Counts an attempt. Errors: `RATE_LIMITED` {retry_after}. */
  attempt(from: SignInAttempt): Promise<void>
  /** From here on this address has attempts of its own for this account. */
  succeeded(from: SignInAttempt & { readonly userId: string }): Promise<void>
  /** Counts an attempt of whoever is signed in and shows the password once more. Errors: `RATE_LIMITED` {retry_after}. */
  confirm(userId: string): Promise<void>
  confirmed(userId: string): Promise<void>
}

export interface SignInLimitDeps {
  readonly cache: CacheStore
  readonly now: () => number
  /** Without it no digest tells of which address it is. */
  readonly secret: string
}

const windowSeconds = 15 * 60
const attemptsPerWindow = 10
/** The latest: a telephone comes from a new one each day. */
const mostPlaces = 50

const known = z.array(z.object({ place: z.string(), until: z.int() })).catch([])

/**
 * Ten guesses at one account in a quarter of an hour, from however many addresses. The owner is not locked out by them: an
 * address from which that account was opened before is counted by itself, and so is whoever is signed in already. An account
 * that there is not is counted alike.
 */
export function createSignInLimit({ cache, now, secret }: SignInLimitDeps): SignInLimit {
  const digest = createKeyedDigest(secret)
  const ofAccount = ({ email }: SignInAttempt) => `sign_in:account:${digest(email)}`
  const ofPlace = (from: SignInAttempt) => `sign_in:place:${placeOf(from)}`
  const placeOf = ({ email, address }: SignInAttempt) => digest(`${email}\n${address}`)
  const ofSignedIn = (userId: string) => `sign_in:confirm:${userId}`

  /** Where the account was opened from; for one that there is not it is asked all the same, and takes as long. */
  async function placesOf(userId = 'nobody') {
    const found = known.parse(await cache.get(knownPlaces.of(userId)))
    return found.filter(({ until }) => until > now())
  }

  async function count(key: string): Promise<void> {
    const { count, endsInSeconds } = await cache.count(key, windowSeconds)
    if (count > attemptsPerWindow) throw new AppError('RATE_LIMITED', { retry_after: endsInSeconds })
  }

  return {
    async attempt(from) {
      const place = placeOf(from)
      const isKnown = (await placesOf(from.userId)).some((each) => each.place === place)
      await count(isKnown ? ofPlace(from) : ofAccount(from))
    },
    async succeeded(from) {
      const { ttlSeconds, of } = knownPlaces
      const place = placeOf(from)
      const others = (await placesOf(from.userId)).filter((each) => each.place !== place)
      // Of two at the same moment the cache may keep one: the other is counted with strangers until it signs in again.
      const places = [...others, { place, until: now() + ttlSeconds * 1000 }].slice(-mostPlaces)
      await cache.set(of(from.userId), places, ttlSeconds)
      await cache.delete([ofPlace(from)])
    },
    confirm: (userId) => count(ofSignedIn(userId)),
    confirmed: (userId) => cache.delete([ofSignedIn(userId)]),
  }
}
