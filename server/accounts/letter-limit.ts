import { AppError } from '../../src-shared/rpc/errors.ts'
import type { CacheStore } from '../stores/cache-store.ts'
import { createKeyedDigest } from '../stores/key-digest.ts'
import type { Purpose } from './mailed-tokens.ts'

export interface LetterLimit {
  /**
   * Whether one more letter with a code may go to this address. It counts, also where there is no account, and each purpose by itself:
   * whoever asks for the ones keeps nobody from the others.
   */
  mayWrite(purpose: Purpose, email: string): Promise<boolean>
  /** Counts a letter that somebody who is signed in has sent to an address of his choice. Errors: `RATE_LIMITED` {retry_after}. */
  writesTo(userId: string): Promise<void>
}

const lettersPerWindow = 5

/**
 * As long as a code for a new password works: whoever asks for letters to somebody else fills a mailbox with a few, and the last of
 * them still serves its owner until new ones may come.
 */
const windowSeconds = 30 * 60

export function createLetterLimit(cache: CacheStore, secret: string): LetterLimit {
  const digest = createKeyedDigest(secret)
  return {
    async mayWrite(purpose, email) {
      const { count } = await cache.count(`letters:${purpose}:${digest(email)}`, windowSeconds)
      return count <= lettersPerWindow
    },
    async writesTo(userId) {
      const { count, endsInSeconds } = await cache.count(`letters:by:${userId}`, windowSeconds)
      if (count > lettersPerWindow) throw new AppError('RATE_LIMITED', { retry_after: endsInSeconds })
    },
  }
}
