import { createHash, createHmac, hkdfSync } from 'node:crypto'

/** Stands in a key for a token or for what was asked: keys show in tools and logs of the cache. */
export const keyDigest = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** The same for what can be guessed at, as the address of a person: nobody without the secret can try whose it is. */
export function createKeyedDigest(secret: string): (text: string) => string {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'hearth cache keys', 32))
  return (text) => createHmac('sha256', key).update(text).digest('base64url')
}
