import { setTimeout as delay } from 'node:timers/promises'
import type { PassageIndex } from '../../src-main/search/index-files/open-passage-index.ts'
import { indexError } from '../../src-shared/engine/passage-index.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { KnowledgeStore } from '../stores/knowledge-store.ts'
import type { PassageFinder } from '../stores/passage-finder.ts'
import { createFollower } from './follow-documents.ts'

export interface OwnIndexDeps {
  readonly knowledge: KnowledgeStore
  readonly index: PassageIndex
  readonly onFault: (stage: string, error: unknown) => void
  /** How long a search waits for documents to be read. */
  readonly patienceMs?: number
}

export interface OwnIndex extends PassageFinder {
  /** This user's documents are others now: what has been searched before is kept ready. */
  changed(userId: string): void
  /** Nothing of him stays in this process's files. */
  forget(userId: string): Promise<void>
  /** Whether there is a file of his. */
  knows(userId: string): Promise<boolean>
  /** Files of those who have no documents any more go. */
  sweep(): Promise<void>
}

const retryAfterSeconds = 2

/**
 * The desktop's index over what the store has, in files of this process alone, a file a user. What it finds is as new as the documents
 * were when the search began, whichever process changed them.
 */
export function createOwnIndex({ knowledge, index, onFault, patienceMs = 8000 }: OwnIndexDeps): OwnIndex {
  const follower = createFollower({ knowledge, index })

  async function upToDate(userId: string, signal: AbortSignal): Promise<void> {
    const following = follower.follow(userId)
    // It goes on when nobody waits for it any more, and is told to whoever asks next.
    following.catch(() => undefined)
    const isDone = await Promise.race([following.then(() => true), delay(patienceMs, false, { signal, ref: false })])
    if (!isDone) throw new AppError('INDEX_BUILDING', { retry_after: retryAfterSeconds })
  }

  async function forget(userId: string): Promise<void> {
    follower.doubt(userId)
    await index.forget(userId)
  }

  return {
    kind: 'vector_index',
    hasJudged: true,
    async find(userId, wanted, signal) {
      await upToDate(userId, signal)
      try {
        return await index.find(userId, wanted, signal)
      } catch (error) {
        if (!(error instanceof AppError && error.code === indexError.missing)) throw error
        // Whoever writes may still hold a file that somebody removed.
        await forget(userId)
        await upToDate(userId, signal)
        return await index.find(userId, wanted, signal)
      }
    },
    changed(userId) {
      if (follower.hasFollowed(userId)) follower.follow(userId).catch((error: unknown) => onFault('follow', error))
    },
    forget,
    knows: async (userId) => (await index.owners()).includes(userId),
    async sweep() {
      const owners = await index.owners()
      const living = new Set(await knowledge.knownUsers(owners))
      for (const owner of owners) {
        if (living.has(owner)) continue
        await forget(owner)
      }
    },
  }
}
