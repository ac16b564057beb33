import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb } from '../db/database.ts'
import { createVectorSearch } from './vectors/search-vectors.ts'
import type { Neighbour, SearchRequest, VectorQuery } from './vectors/vector-query.ts'

/** The passages whose vectors are nearest to a question's. */
export interface VectorIndex {
  /**
   * Best first. `query` is normalised; another dimension than that of the embedder's vectors finds nothing. From some ten thousand rows on the
   * best are found nearly always, not always; the cosines are those of the stored rows.
   */
  search(query: Float32Array, wanted: VectorQuery, signal: AbortSignal): Promise<Neighbour[]>
}

/** An index on a thread of its own. */
export interface FileIndex extends VectorIndex, AsyncDisposable {
  /**
   * Lets go of the file while `work` runs, so that another can take its place. What is being searched for is given up; searches that come
   * meanwhile wait.
   */
  alone<T>(work: () => Promise<T>): Promise<T>
}

export interface StoreFile {
  readonly path: string
  /** 64 hex digits; null for an unencrypted store in tests. It goes to a thread of this process and nowhere else. */
  readonly key: string | null
}

/** Searches on a thread of its own, which reads the file past whoever writes it: what serves the page is never held up. */
export function createVectorIndex(file: StoreFile): FileIndex {
  let thread: SearchThread | undefined
  let free: Promise<unknown> = Promise.resolve()

  async function letGo(): Promise<void> {
    const ending = thread
    thread = undefined
    await ending?.close()
  }

  return {
    async search(query, wanted, signal) {
      await free
      signal.throwIfAborted()
      if (thread === undefined || thread.isOver()) thread = startThread(file)
      return await orAborted(thread.search(query, wanted), signal)
    },
    async alone(work) {
      const done = free.then(letGo).then(work)
      free = done.catch(() => undefined)
      return await done
    },
    [Symbol.asyncDispose]: letGo,
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

interface SearchThread {
  isOver(): boolean
  search(query: Float32Array, wanted: VectorQuery): Promise<Neighbour[]>
  close(): Promise<void>
}

function startThread(file: StoreFile): SearchThread {
  const worker = new Worker(new URL('./vectors/vector-worker.ts', import.meta.url), { workerData: file })
  worker.unref()
  const waiting = new Map<number, PromiseWithResolvers<Neighbour[]>>()
  const exited = once(worker, 'exit').catch(() => undefined)
  let [asked, isOver] = [0, false]

  function end(error: unknown): void {
    isOver = true
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  worker.on('message', ({ n, found }: { n: number; found: Neighbour[] }) => {
    waiting.get(n)?.resolve(found)
    waiting.delete(n)
    if (waiting.size === 0) worker.unref()
  })
  worker.on('error', end)
  worker.on('exit', () => end(new AppError(rpcError.aborted, undefined, { cause: 'the thread that searches ended' })))
  return {
    isOver: () => isOver,
    search(query, wanted) {
      const n = asked++
      const answer = Promise.withResolvers<Neighbour[]>()
      waiting.set(n, answer)
      worker.ref()
      worker.postMessage({ n, query, wanted } satisfies SearchRequest)
      return answer.promise
    },
    async close() {
      if (isOver) return
      end(new AppError(rpcError.aborted, undefined, { cause: 'the file is let go' }))
      // Who waits for its end keeps the process.
      worker.ref()
      worker.postMessage('close')
      await exited
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
