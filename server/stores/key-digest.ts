import { createHash } from 'node:crypto'

/** Stands in a key for an address of a person or a token: keys show in tools and logs of the cache. */
export const keyDigest = (text: string): string => createHash('sha256').update(text).digest('base64url')
