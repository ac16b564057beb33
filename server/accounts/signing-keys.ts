import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose'
import { z } from 'zod'
import { StartFault } from '../start-fault.ts'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlRunner, type SqlStore, type SqlTx } from '../stores/sql-store.ts'
import { longestTokenMs } from './token-lifetime.ts'

export interface SigningKey {
  readonly kid: string
  readonly key: CryptoKey
}

const jwk = z.record(z.string(), z.string())
const keyRow = z.object({ kid: z.string(), public_jwk: jwk, sealed_private: z.string() })

const keysLock = 4_871_003

/** How long a process may go on with what it knows of the keys. */
export const keysBelievedMs = 60_000

/** The newest key, made by whichever process is the first to need one. Errors: `StartFault` when another secret sealed it. */
export async function currentSigningKey(store: SqlStore, secret: string, now: Date): Promise<SigningKey> {
  const row = await store.transact(async (tx) => {
    await lockKeys(tx)
    const newest = sql`SELECT * FROM signing_keys WHERE retired_at IS NULL ORDER BY created_at DESC, kid LIMIT 1`
    return (await findOne(tx, newest, keyRow)) ?? addKey(tx, secret, now)
  })
  return { kid: row.kid, key: await imported(jwk.parse(JSON.parse(open(row.sealed_private, secret)))) }
}

export interface Rotation {
  readonly secret: string
  readonly at: Date
  /** The old ones have come into other hands: what they signed ends now, and everybody refreshes. */
  readonly isAtOnce: boolean
}

/** Every process signs with the new key within a minute; what the old ones signed is taken until it has run out. Returns the new `kid`. */
export async function rotateSigningKeys(tx: SqlTx, { secret, at, isAtOnce }: Rotation): Promise<string> {
  await lockKeys(tx)
  const until = isAtOnce ? at : new Date(at.getTime() + keysBelievedMs + longestTokenMs)
  await tx.run(sql`UPDATE signing_keys SET retired_at = ${until} WHERE retired_at IS NULL OR retired_at > ${until}`)
  return (await addKey(tx, secret, at)).kid
}

/** Undefined for a key that there is not, or not any more. */
export async function findVerifyingKey(runner: SqlRunner, kid: string, at: Date): Promise<CryptoKey | undefined> {
  const taken = sql`SELECT * FROM signing_keys WHERE kid = ${kid} AND (retired_at IS NULL OR retired_at > ${at})`
  const found = await findOne(runner, taken, keyRow)
  return found && imported(found.public_jwk)
}

const lockKeys = (tx: SqlTx): Promise<unknown> => tx.query(sql`SELECT pg_advisory_xact_lock(${keysLock})`, z.unknown())

async function addKey(tx: SqlTx, secret: string, at: Date): Promise<z.infer<typeof keyRow>> {
  const made = await newKey(secret)
  await tx.run(sql`
    INSERT INTO signing_keys (kid, public_jwk, sealed_private, created_at)
    VALUES (${made.kid}, ${JSON.stringify(made.public_jwk)}, ${made.sealed_private}, ${at})`)
  return made
}

async function newKey(secret: string): Promise<z.infer<typeof keyRow>> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  const public_jwk = jwk.parse(await exportJWK(publicKey))
  const kid = await calculateJwkThumbprint(public_jwk)
  return { kid, public_jwk, sealed_private: seal(JSON.stringify(await exportJWK(privateKey)), secret) }
}

async function imported(from: Record<string, string>): Promise<CryptoKey> {
  const key = await importJWK(from, 'EdDSA')
  if (key instanceof Uint8Array) throw new TypeError('a signing key is no symmetric key')
  return key
}

const sealingKey = (secret: string): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, '', 'hearth signing keys', 32))

function seal(text: string, secret: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(secret), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url')).join('.')
}

/**
 * No fresh key in its place: a process that was given the wrong secret by mistake would take the keys from under all the others, and they from under it.
 */
const otherSecret = `The signing key in the database was sealed with another secret than this one (JWT_SECRET_KEY, or secret.key in the data folder).
If that was a mistake, set the former secret again; nothing was changed.
If the former one has come into other hands or is lost, run "npm run server -- admin rotate-keys --at-once" with the new secret, then start every process
with it: everything that the old keys signed ends, and whoever is signed in refreshes or signs in again.`

function open(sealed: string, secret: string): string {
  try {
    return unseal(sealed, secret)
  } catch (cause) {
    throw new StartFault(otherSecret, { cause })
  }
}

function unseal(sealed: string, secret: string): string {
  const [nonce = '', tag = '', text = ''] = sealed.split('.')
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(secret), Buffer.from(nonce, 'base64url'))
  decipher.setAuthTag(Buffer.from(tag, 'base64url'))
  return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
}
