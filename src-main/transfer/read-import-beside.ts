import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { deserializeError, type SerializedError } from '../../src-shared/rpc/errors.ts'
import type { ImportedItem } from './imported-item.ts'

interface Answer {
  readonly item?: ImportedItem
  readonly isEnd?: boolean
  readonly error?: SerializedError
}

/** As `readImport`, on a thread of its own: hundreds of megabytes of JSON must not hold up an answer. */
export async function* readImportBeside(bytes: Uint8Array, signal: AbortSignal): AsyncGenerator<ImportedItem> {
  const worker = new Worker(new URL('./import-thread.ts', import.meta.url), { workerData: bytes })
  try {
    while (!signal.aborted) {
      const answer = once(worker, 'message', { signal })
      worker.postMessage('next')
      const [said]: Answer[] = await answer
      const { item, isEnd, error } = said ?? {}
      if (error) throw deserializeError(error)
      if (isEnd || !item) return
      yield item
    }
  } finally {
    await worker.terminate()
  }
}
