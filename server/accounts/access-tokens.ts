import { errors, type JWTVerifyResult, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { StartFault } from '../start-fault.ts'
import type { SqlStore } from '../stores/sql-store.ts'
import { rememberVerified, type Verified } from './remember-verified.ts'
import { currentSigningKey, findVerifyingKey, keysBelievedMs, type SigningKey } from './signing-keys.ts'

export interface AccessClaims {
  readonly userId: string
  /** Of the account when the token was issued: a later one ends it. */
  readonly generation: number
  /** The sign-in that it came from; there is none before the first one. */
  readonly familyId?: string | undefined
}

export interface AccessTokens {
  readonly expiresInSeconds: number
  /** Before the server listens: whether it can sign. Errors: `StartFault`. */
  check(): Promise<void>
  issue(claims: AccessClaims): Promise<string>
  /** Errors: `TOKEN_EXPIRED`, `UNAUTHENTICATED` for every other thing that is wrong with it. */
  verify(token: string): Promise<AccessClaims>
}

export interface AccessTokenDeps {
  readonly store: SqlStore
  readonly now: () => number
  readonly secret: string
  readonly algorithm: 'EdDSA' | 'HS256'
  readonly expirationMinutes: number
}

const issuer = 'hearth'
const audience = 'hearth-api'
const type = 'at+jwt'
/** A client's requests come in bursts; a key that was taken back must not outlive the minute that keys are believed for. */
const rememberMs = 10_000
const claims = z.object({ sub: z.uuid(), gen: z.int(), sid: z.uuid().optional(), exp: z.number() })

/** Signed with Ed25519 by a key that all processes share; with HS256 and the secret itself only where that was configured. */
export function createAccessTokens(deps: AccessTokenDeps): AccessTokens {
  const { now, algorithm, expirationMinutes } = deps
  const keys = algorithm === 'EdDSA' ? sharedKeys(deps) : secretKey(deps.secret)
  const expiresInSeconds = expirationMinutes * 60

  async function issue({ userId, generation, familyId }: AccessClaims): Promise<string> {
    const { header, key } = await keys.signing()
    const seconds = Math.floor(now() / 1000)
    return new SignJWT({ gen: generation, ...(familyId === undefined ? {} : { sid: familyId }) })
      .setProtectedHeader({ alg: algorithm, typ: type, ...header })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(userId)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + expiresInSeconds)
      .sign(key)
  }

  async function verify(token: string): Promise<Verified<AccessClaims>> {
    // The algorithm is the configured one, whatever the token says of itself.
    const expected = { issuer, audience, typ: type, algorithms: [algorithm], requiredClaims: ['sub', 'iat', 'exp'] }
    const { payload } = await keys.verify(token, { ...expected, currentDate: new Date(now()) }).catch(refuse)
    const read = claims.safeParse(payload)
    if (!read.success) throw new AppError('UNAUTHENTICATED')
    const { sub, gen, sid, exp } = read.data
    return { claims: { userId: sub, generation: gen, familyId: sid }, expiresAtMs: exp * 1000 }
  }

  const check = async () => void (await keys.signing())
  return { expiresInSeconds, check, issue, verify: rememberVerified(verify, { now, forMs: rememberMs }) }
}

type VerifyOptions = NonNullable<Parameters<typeof jwtVerify>[2]>

interface Keys {
  readonly signing: () => Promise<{ readonly header: { readonly kid?: string }; readonly key: SigningKey['key'] | Uint8Array }>
  readonly verify: (token: string, options: VerifyOptions) => Promise<JWTVerifyResult>
}

interface Believed<T> {
  readonly value: T
  readonly readAt: number
}

/** Keys are looked up once a minute, because another process may rotate them. While the database is away the last known go on. */
function sharedKeys({ store, secret, now }: AccessTokenDeps): Keys {
  const readCurrent = () => currentSigningKey(store, secret, new Date(now()))
  const state: { current?: Believed<SigningKey> } = {}
  const known = new Map<string, Believed<SigningKey['key']>>()
  const isFresh = (believed: Believed<unknown> | undefined, forMs = keysBelievedMs): boolean =>
    believed !== undefined && now() - believed.readAt < forMs

  async function signing() {
    const before = state.current
    if (before !== undefined && isFresh(before)) return signedWith(before.value)
    const value = await readCurrent().catch((cause: unknown) => {
      // Rotated under another secret: what the last known one signs is taken nowhere any more.
      if (before === undefined || cause instanceof StartFault) throw cause
      return before.value
    })
    state.current = { value, readAt: now() }
    return signedWith(value)
  }
  // What the token says is unknown, whatever the type of its header promises.
  const find = async (kid: unknown): Promise<SigningKey['key']> => {
    // What is no thumbprint of a key is not even looked up.
    if (typeof kid !== 'string' || !/^[\w-]{43}$/.test(kid)) throw new errors.JWKSNoMatchingKey()
    const before = known.get(kid)
    // What it says of a token is remembered beyond that, and both together are a minute.
    if (before !== undefined && isFresh(before, keysBelievedMs - rememberMs)) return before.value
    const key = await findVerifyingKey(store, kid, new Date(now())).catch((cause: unknown) => {
      if (before === undefined) throw cause
      return before.value
    })
    // What there is not is not remembered: whoever makes keys up would fill the memory.
    if (key === undefined) known.delete(kid)
    else known.set(kid, { value: key, readAt: now() })
    if (key === undefined) throw new errors.JWKSNoMatchingKey()
    return key
  }
  return {
    signing,
    verify: (token, options) => jwtVerify(token, ({ kid }) => find(kid), options),
  }
}

const signedWith = ({ kid, key }: SigningKey) => ({ header: { kid }, key })

function secretKey(secret: string): Keys {
  const signing = new TextEncoder().encode(secret)
  return { signing: async () => ({ header: {}, key: signing }), verify: (token, options) => jwtVerify(token, signing, options) }
}

function refuse(cause: unknown): never {
  if (cause instanceof errors.JWTExpired) throw new AppError('TOKEN_EXPIRED', undefined, { cause })
  if (cause instanceof errors.JOSEError) throw new AppError('UNAUTHENTICATED', undefined, { cause })
  throw cause
}
