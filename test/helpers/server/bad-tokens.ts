import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { z } from 'zod'
import { sql } from '../../../server/stores/sql.ts'
import { readOne } from '../../../server/stores/sql-store.ts'
import { newId } from '../../../src-shared/ids.ts'
import type { TestServer, TestUser } from './open-test-server.ts'

export type BadToken = readonly [name: string, token: string | undefined]

/** The parts of a good token, to be put together wrongly. */
interface Parts {
  readonly head: string
  readonly payload: string
  readonly signature: string
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

/** A name and a token; none of them may open anything. */
export async function badTokens(server: TestServer, { token, userId }: TestUser): Promise<readonly BadToken[]> {
  const parts = partsOf(token)
  return [
    ['none', undefined],
    ['expired', await expired(server, userId)],
    ['of before the password changed', await outdated(server)],
    ...altered(parts),
    ...ofAnotherKey(parts),
    ...bySharedSecret(parts),
    ...byOurPublicKey(parts, await ourPublicKey(server)),
    ...malformed(token, parts),
  ]
}

function partsOf(token: string): Parts {
  const [head = '', payload = '', signature = ''] = token.split('.')
  return { head, payload, signature, header: decoded(head), claims: decoded(payload) }
}

async function expired(server: TestServer, userId: string): Promise<string> {
  const now = server.clock.at
  server.clock.at -= 31 * 60_000
  const token = await server.tokenFor(userId)
  server.clock.at = now
  return token
}

async function outdated(server: TestServer): Promise<string> {
  const { token, userId } = await server.signUp()
  await server.store.run(sql`UPDATE users SET token_generation = token_generation + 1 WHERE id = ${userId}`)
  await server.cache.delete([`session:${userId}`])
  return token
}

function altered({ head, payload, signature, header, claims }: Parts): BadToken[] {
  const swapped = (over: object) => `${head}.${encoded({ ...claims, ...over })}.${signature}`
  return [
    ...['none', 'None', 'NONE', 'nOnE', ''].map((alg): BadToken => [`alg ${alg}`, `${encoded({ ...header, alg })}.${payload}.x`]),
    ['no signature', `${head}.${payload}.`],
    ['other user', swapped({ sub: newId() })],
    ['later end', swapped({ exp: 9_999_999_999 })],
    ['admin claim', swapped({ role: 'admin', is_superuser: true })],
    ...[1, 7, 20].map((place): BadToken => [`bit ${place}`, `${head}.${payload}.${flipped(signature, place)}`]),
    ['cut signature', `${head}.${payload}.${signature.slice(0, -4)}`],
    ['zeros as a signature', `${head}.${payload}.${Buffer.alloc(64).toString('base64url')}`],
    ['the same signature, written otherwise', `${head}.${payload}.${malleable(signature)}`],
  ]
}

function ofAnotherKey({ header, claims }: Parts): BadToken[] {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const signed = (overHeader: object, overClaims: object = {}) => {
    const text = `${encoded({ ...header, ...overHeader })}.${encoded({ ...claims, ...overClaims })}`
    return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`
  }
  return [
    ['strange key', signed({})],
    ['kid of nobody', signed({ kid: 'x'.repeat(43) })],
    ['no kid', signed({ kid: undefined })],
    ['kid as a path', signed({ kid: '../../secret.key' })],
    ['kid as SQL', signed({ kid: "' OR 1=1 --" })],
    ['kid of zeros', signed({ kid: '\u0000'.repeat(43) })],
    ['kid as a list', signed({ kid: [header.kid] })],
    ['own jwk', signed({ jwk: publicKey.export({ format: 'jwk' }) })],
    ['jku', signed({ jku: 'http://127.0.0.1:1/keys' })],
    ['x5u', signed({ x5u: 'http://127.0.0.1:1/cert' })],
    ['critical', signed({ crit: ['exp'] })],
    ['other type', signed({ typ: 'lease+jwt' })],
    ['other issuer', signed({}, { iss: 'somebody' })],
    ['other audience', signed({}, { aud: 'elsewhere' })],
  ]
}

/** The confusion of algorithms: what verifies here must never be taken for a secret. */
function bySharedSecret({ payload, header }: Parts): BadToken[] {
  const signed = (key: string | Buffer) => {
    const text = `${encoded({ ...header, alg: 'HS256' })}.${payload}`
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
  }
  const { publicKey } = generateKeyPairSync('ed25519')
  return [
    ['HS256 with a public key', signed(publicKey.export({ format: 'pem', type: 'spki' }))],
    ['HS256 with the kid', signed(String(header.kid))],
    ['HS256 with nothing', signed('')],
    ['HS256 with the secret', signed('s'.repeat(32))],
  ]
}

const publicKey = z.object({ public_jwk: z.object({ kty: z.string(), crv: z.string(), x: z.string() }) })

/** What everybody may know of the key that verifies. */
async function ourPublicKey(server: TestServer): Promise<z.infer<typeof publicKey>['public_jwk']> {
  const newest = sql`SELECT public_jwk FROM signing_keys ORDER BY created_at DESC LIMIT 1`
  return (await readOne(server.store, newest, publicKey)).public_jwk
}

/** The confusion itself: signed as with a secret, by what is public, in each of its spellings. */
function byOurPublicKey({ payload, header }: Parts, jwk: z.infer<typeof publicKey>['public_jwk']): BadToken[] {
  const text = `${encoded({ ...header, alg: 'HS256' })}.${payload}`
  const signed = (key: string | Buffer) => `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  return [
    ['HS256 with our public key as PEM', signed(key.export({ format: 'pem', type: 'spki' }))],
    ['HS256 with our public key as DER', signed(key.export({ format: 'der', type: 'spki' }))],
    ['HS256 with our public key as bytes', signed(Buffer.from(jwk.x, 'base64url'))],
    ['HS256 with our public key as JWK', signed(JSON.stringify(jwk))],
  ]
}

const malformed = (token: string, { head, payload, signature }: Parts): BadToken[] => [
  ['a fourth part', `${token}.x`],
  ['two parts', `${head}.${payload}`],
  ['text', 'not-a-token'],
  ['empty parts', '..'],
  ['header no JSON', `${Buffer.from('{').toString('base64url')}.${payload}.${signature}`],
  ['payload no JSON', `${head}.${Buffer.from('{').toString('base64url')}.${signature}`],
  ['header a list', `${encoded([])}.${payload}.${signature}`],
  ['twice', `${token} ${token}`],
  ['long', `${head}.${'A'.repeat(8000)}.${signature}`],
]

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const decoded = (text: string) => z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.from(text, 'base64url').toString()))

function flipped(signature: string, place: number): string {
  const bytes = Buffer.from(signature, 'base64url')
  bytes[place] = (bytes[place] ?? 0) ^ 1
  return bytes.toString('base64url')
}

/** The order of the group of Ed25519. */
const order = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n

/** S and S + L satisfy the same equation; only the smaller may be taken. */
function malleable(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url')
  // Of another algorithm: longer than it is.
  if (bytes.length !== 64) return `${signature}AAAA`
  const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + order
  const written = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()
  return Buffer.concat([bytes.subarray(0, 32), written]).toString('base64url')
}
