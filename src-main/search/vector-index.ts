import { availableParallelism } from 'node:os'
import type { ReadDb } from '../db/database.ts'
import type { StoreFile } from './search-thread.ts'
import { createSearchThreads } from './search-threads.ts'
import { indexLimits } from './vectors/limits.ts'
import { createVectorSearch } from './vectors/search-vectors.ts'
import type { Neighbour, VectorQuery } from './vectors/vector-query.ts'

/** The passages whose vectors are nearest to a question's. */
export interface VectorIndex {
  /**
   * Best first. `query` is normalised; another dimension than that of the embedder's vectors finds nothing. From some ten thousand rows on the
   * best are found nearly always, not always; the cosines are those of the stored rows.
   */
  search(query: Float32Array, wanted: VectorQuery, signal: AbortSignal): Promise<readonly Neighbour[]>
}

/** An index on threads of its own. */
export interface FileIndex extends VectorIndex, AsyncDisposable {
  /**
   * Lets go of the file while `work` runs, so that another can take its place. What is being searched for is given up; searches that come
   * meanwhile wait.
   */
  alone<T>(work: () => Promise<T>): Promise<T>
}

/**
 * Searches on threads of its own, which read the file past whoever writes it: what serves the page is never held up. One thread, and where the index is
 * large and there are more processors than one, two that share the work.
 */
export function createVectorIndex(file: StoreFile): FileIndex {
  const threads = createSearchThreads(file, {
    threads: Math.min(indexLimits.threads, availableParallelism()),
    from: indexLimits.sharedRows,
  })
  let free: Promise<unknown> = Promise.resolve()

  return {
    async search(query, wanted, signal) {
      await free
      signal.throwIfAborted()
      return await orAborted(threads.search(query, wanted), signal)
    },
    async alone(work) {
      const done = free.then(threads.letGo).then(work)
      free = done.catch(() => undefined)
      return await done
    },
    [Symbol.asyncDispose]: threads.letGo,
  }
}

/** The same over a handle that is open already, on the thread of the caller. */
export function searchHere(db: ReadDb): VectorIndex {
  const search = createVectorSearch(db)
  return {
    async search(query, wanted, signal) {
      signal.throwIfAborted()
      return search(query, wanted)
    },
  }
}

/** A search takes milliseconds and is not stopped; only nobody waits for it any more. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const give = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', give, { once: true })
  work.catch(() => undefined)
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', give)
  }
}
