import type { CacheStore } from '../stores/cache-store.ts'
import { keyDigest } from '../stores/key-digest.ts'

/** Whether one more letter may go to this address. It counts, also where there is no account. */
export type LetterLimit = (email: string) => Promise<boolean>

const lettersPerWindow = 5

/**
 * As long as a code for a new password works: whoever asks for letters to somebody else fills a mailbox with a few, and the last of
 * them still serves its owner until new ones may come.
 */
const windowSeconds = 30 * 60

export function createLetterLimit(cache: CacheStore): LetterLimit {
  return async (email) => (await cache.count(`letters:${keyDigest(email)}`, windowSeconds)).count <= lettersPerWindow
}
