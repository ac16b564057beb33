import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto'
import { z } from 'zod'

/** A key encrypted by another that is derived from a passphrase. Byte strings are hex. */
export const wrappedKey = z.object({
  scrypt: z.object({
    N: z
      .int()
      .min(2 ** 14)
      .max(2 ** 20),
    r: z.int().min(8).max(32),
    p: z.int().min(1).max(16),
    salt: z.string(),
  }),
  iv: z.string(),
  sealed: z.string(),
  tag: z.string(),
})
export type WrappedKey = z.infer<typeof wrappedKey>

/** OWASP's parameters for scrypt: 128 MiB, about a third of a second. */
const strength = { N: 2 ** 17, r: 8, p: 1 }

export async function wrapKey(key: string, passphrase: string): Promise<WrappedKey> {
  const salt = randomBytes(16)
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', await derive(passphrase, salt, strength), iv)
  const sealed = Buffer.concat([cipher.update(Buffer.from(key, 'hex')), cipher.final()])
  return {
    scrypt: { ...strength, salt: salt.toString('hex') },
    iv: iv.toString('hex'),
    sealed: sealed.toString('hex'),
    tag: cipher.getAuthTag().toString('hex'),
  }
}

/** Undefined for a passphrase that is not the one. */
export async function unwrapKey(
  { scrypt: { salt, ...cost }, iv, sealed, tag }: WrappedKey,
  passphrase: string,
): Promise<string | undefined> {
  const secret = await derive(passphrase, Buffer.from(salt, 'hex'), cost)
  const decipher = createDecipheriv('aes-256-gcm', secret, Buffer.from(iv, 'hex'), { authTagLength: 16 })
  decipher.setAuthTag(Buffer.from(tag, 'hex'))
  try {
    return Buffer.concat([decipher.update(Buffer.from(sealed, 'hex')), decipher.final()]).toString('hex')
  } catch {
    return undefined
  }
}

/** The same passphrase typed on another keyboard may be other code points for the same letters. */
const typed = (passphrase: string): string => passphrase.normalize('NFKC')

function derive(passphrase: string, salt: Buffer, cost: Pick<ScryptOptions, 'N' | 'r' | 'p'>): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  scrypt(typed(passphrase), salt, 32, { ...cost, maxmem: 2 ** 30 }, (error, secret) => (error ? reject(error) : resolve(secret)))
  return promise
}
