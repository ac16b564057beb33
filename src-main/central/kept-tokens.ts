import type { DataOf } from '../../src-shared/api/routes.ts'
import { centralError } from '../../src-shared/desktop/central.ts'
import { networkError } from '../../src-shared/desktop/network.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

/** What is kept of a sign-in; secrets, all but the ids. */
export interface Tokens {
  readonly userId: string
  readonly deviceId: string
  readonly accessToken: string
  readonly refreshToken: string
  /** By this machine's clock. */
  readonly accessEndsAt: number
}

/** Where they are kept: somewhere that is encrypted. */
export interface TokenStore {
  read(): Tokens | undefined
  write(tokens: Tokens | undefined): void
}

export interface KeptTokensDeps {
  readonly store: TokenStore
  readonly now: () => number
  /** Gives the refresh token for its successor, without a token. */
  readonly exchange: (refreshToken: string) => Promise<Refreshed>
}

type Refreshed = DataOf<'POST /auth/refresh'>
type SignedIn = DataOf<'POST /auth/login'>

export interface KeptTokens {
  /** Errors: `UNAUTHENTICATED` when nobody is signed in. */
  current(): Promise<Tokens>
  /** In the place of one that the server refused. Errors: also `INVALID_REFRESH_TOKEN`, after which nobody is signed in. */
  after(refused: Tokens): Promise<Tokens>
  keep(signedIn: SignedIn): void
  forget(): Tokens | undefined
}

/** So long before its end an access token is not used any more: the request takes its time too. */
const marginMs = 30_000
/** The server gives the same successor once more for ten seconds. */
const askAgainMs = 5000
const lost: readonly string[] = [networkError.unreachable, centralError.unreadable]

/** One refresh at a time, however many wait for it: a refresh token that is shown twice ends the sign-in. */
export function createKeptTokens({ store, now, exchange }: KeptTokensDeps): KeptTokens {
  const state: { refreshing?: Promise<Tokens> | undefined } = {}

  const required = (): Tokens => {
    const tokens = store.read()
    if (tokens === undefined) throw new AppError('UNAUTHENTICATED')
    return tokens
  }

  const refresh = (): Promise<Tokens> => {
    state.refreshing ??= exchanged(required()).finally(() => (state.refreshing = undefined))
    return state.refreshing
  }

  async function exchanged(before: Tokens): Promise<Tokens> {
    const isStill = () => store.read()?.refreshToken === before.refreshToken
    try {
      const fresh = { ...before, ...tokensOf(await exchangeTwice(before.refreshToken), now()) }
      // Somebody signed out, or in as another, meanwhile.
      if (!isStill()) throw new AppError('UNAUTHENTICATED')
      store.write(fresh)
      return fresh
    } catch (error) {
      if (error instanceof AppError && error.code === 'INVALID_REFRESH_TOKEN' && isStill()) store.write(undefined)
      throw error
    }
  }

  /** When the answer got lost the token may be used up: at once it still has its successor, later it ends the sign-in. */
  async function exchangeTwice(refreshToken: string): Promise<Refreshed> {
    const startedAt = performance.now()
    return exchange(refreshToken).catch((error: unknown) => {
      const isLost = error instanceof AppError && lost.includes(error.code)
      if (!isLost || performance.now() - startedAt > askAgainMs) throw error
      return exchange(refreshToken)
    })
  }

  return {
    async current() {
      const tokens = required()
      return tokens.accessEndsAt - marginMs > now() ? tokens : refresh()
    },
    async after(refused) {
      const tokens = required()
      if (tokens.userId !== refused.userId) throw new AppError('UNAUTHENTICATED')
      return tokens.accessToken === refused.accessToken ? refresh() : tokens
    },
    keep: (given) => store.write({ userId: given.user.id, deviceId: given.device_id, ...tokensOf(given, now()) }),
    forget() {
      const tokens = store.read()
      store.write(undefined)
      return tokens
    },
  }
}

const tokensOf = (given: Refreshed, at: number) => ({
  ...{ accessToken: given.access_token, refreshToken: given.refresh_token },
  accessEndsAt: at + given.expires_in * 1000,
})
