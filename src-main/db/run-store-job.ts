import { Worker } from 'node:worker_threads'
import { deserializeError, type SerializedError } from '../../src-shared/rpc/errors.ts'
import type { StoreJob, StoreJobResults } from './store-jobs.ts'

interface Answer<R> {
  readonly result?: R
  readonly error?: SerializedError
}

/** Does the job on a thread of its own, so that reading a whole store never holds up an answer. */
export function runStoreJob<J extends StoreJob>(job: J, signal: AbortSignal): Promise<StoreJobResults[J['kind']]> {
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<StoreJobResults[J['kind']]>()
  const worker = new Worker(new URL('./store-worker.ts', import.meta.url), { workerData: job })
  const onAbort = (): void => void worker.terminate()
  signal.addEventListener('abort', onAbort, { once: true })
  worker.once('message', ({ result, error }: Answer<StoreJobResults[J['kind']]>) => {
    if (error) reject(deserializeError(error))
    else if (result) resolve(result)
  })
  worker.once('error', reject)
  worker.once('exit', () => {
    signal.removeEventListener('abort', onAbort)
    reject(signal.aborted ? signal.reason : new Error(`the thread of ${job.kind} ended without an answer`))
  })
  return promise
}
