import { Worker } from 'node:worker_threads'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Sharing } from './vectors/search-vectors.ts'
import type { SearchAnswer, SearchRequest, Share, ShareFound, ShareQuery } from './vectors/vector-query.ts'

export interface StoreFile {
  readonly path: string
  /** 64 hex digits; null for an unencrypted store in tests. It goes to a thread of this process and nowhere else. */
  readonly key: string | null
}

/** A thread with a handle of its own on the file. */
export interface SearchThread {
  isOver(): boolean
  /** Errors: `ABORTED` when the file is let go; a fault of the thread, which is over then. */
  search(query: Float32Array, wanted: ShareQuery, share: Share): Promise<ShareFound>
  /** Returns when the thread is gone, and with it its handle on the file; also after a fault. */
  close(): Promise<void>
}

/** Rows that are compared are garbage at once: without a bound they take some ten megabytes more. */
const youngMegabytes = 6

export function startThread(file: StoreFile, sharing: Sharing): SearchThread {
  const worker = new Worker(new URL('./vectors/vector-worker.ts', import.meta.url), {
    workerData: { ...file, sharing },
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  })
  worker.unref()
  const waiting = new Map<number, PromiseWithResolvers<ShareFound>>()
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  let [asked, isOver] = [0, false]

  function end(error: unknown): void {
    isOver = true
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  worker.on('message', (found: SearchAnswer) => {
    waiting.get(found.n)?.resolve(found)
    waiting.delete(found.n)
    if (waiting.size === 0) worker.unref()
  })
  worker.on('error', end)
  worker.on('exit', () => end(overFault()))
  return {
    isOver: () => isOver,
    search(query, wanted, share) {
      if (isOver) return Promise.reject(overFault())
      const n = asked++
      const answer = Promise.withResolvers<ShareFound>()
      waiting.set(n, answer)
      worker.ref()
      worker.postMessage({ n, query, wanted, share } satisfies SearchRequest)
      return answer.promise
    },
    async close() {
      if (isOver) return await exited
      end(new AppError(rpcError.aborted, undefined, { cause: 'the file is let go' }))
      // Who waits for its end keeps the process.
      worker.ref()
      worker.postMessage('close')
      await exited
    },
  }
}

const overFault = (): AppError => new AppError(rpcError.aborted, undefined, { cause: 'the thread that searches ended' })
