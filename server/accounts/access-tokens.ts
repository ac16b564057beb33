import { errors, type JWTVerifyResult, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { SqlStore } from '../stores/sql-store.ts'
import { rememberVerified, type Verified } from './remember-verified.ts'
import { currentSigningKey, findVerifyingKey, type SigningKey } from './signing-keys.ts'

export interface AccessClaims {
  readonly userId: string
  /** Of the account when the token was issued: a later one ends it. */
  readonly generation: number
}

export interface AccessTokens {
  readonly expiresInSeconds: number
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
/** A key that was taken back is believed for so long at most. */
const keysBelievedMs = 60_000
const claims = z.object({ sub: z.uuid(), gen: z.int(), exp: z.number() })

/** Signed with Ed25519 by a key that all processes share; with HS256 and the secret itself only where that was configured. */
export async function createAccessTokens(deps: AccessTokenDeps): Promise<AccessTokens> {
  const { now, algorithm, expirationMinutes } = deps
  const keys = algorithm === 'EdDSA' ? await sharedKeys(deps) : secretKey(deps.secret)
  const expiresInSeconds = expirationMinutes * 60

  function issue({ userId, generation }: AccessClaims): Promise<string> {
    const seconds = Math.floor(now() / 1000)
    return new SignJWT({ gen: generation })
      .setProtectedHeader({ alg: algorithm, typ: type, ...keys.header })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(userId)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + expiresInSeconds)
      .sign(keys.signing)
  }

  async function verify(token: string): Promise<Verified<AccessClaims>> {
    // The algorithm is the configured one, whatever the token says of itself.
    const expected = { issuer, audience, typ: type, algorithms: [algorithm], requiredClaims: ['sub', 'iat', 'exp'] }
    const { payload } = await keys.verify(token, { ...expected, currentDate: new Date(now()) }).catch(refuse)
    const read = claims.safeParse(payload)
    if (!read.success) throw new AppError('UNAUTHENTICATED')
    return { claims: { userId: read.data.sub, generation: read.data.gen }, expiresAtMs: read.data.exp * 1000 }
  }

  return { expiresInSeconds, issue, verify: rememberVerified(verify, { now, forMs: keysBelievedMs }) }
}

type VerifyOptions = NonNullable<Parameters<typeof jwtVerify>[2]>

interface Keys {
  readonly header: { readonly kid?: string }
  readonly signing: SigningKey['key'] | Uint8Array
  readonly verify: (token: string, options: VerifyOptions) => Promise<JWTVerifyResult>
}

/** Public keys of other processes are looked up once and then known. */
async function sharedKeys({ store, secret, now }: AccessTokenDeps): Promise<Keys> {
  const current = await currentSigningKey(store, secret, new Date(now()))
  const known = new Map<string, SigningKey['key']>()
  // What the token says is unknown, whatever the type of its header promises.
  const find = async (kid: unknown): Promise<SigningKey['key']> => {
    // What is no thumbprint of a key is not even looked up.
    if (typeof kid !== 'string' || !/^[\w-]{43}$/.test(kid)) throw new errors.JWKSNoMatchingKey()
    const key = known.get(kid) ?? (await findVerifyingKey(store, kid))
    if (key === undefined) throw new errors.JWKSNoMatchingKey()
    known.set(kid, key)
    return key
  }
  return {
    header: { kid: current.kid },
    signing: current.key,
    verify: (token, options) => jwtVerify(token, ({ kid }) => find(kid), options),
  }
}

function secretKey(secret: string): Keys {
  const signing = new TextEncoder().encode(secret)
  return { header: {}, signing, verify: (token, options) => jwtVerify(token, signing, options) }
}

function refuse(cause: unknown): never {
  if (cause instanceof errors.JWTExpired) throw new AppError('TOKEN_EXPIRED', undefined, { cause })
  if (cause instanceof errors.JOSEError) throw new AppError('UNAUTHENTICATED', undefined, { cause })
  throw cause
}
