import { parentPort, workerData } from 'node:worker_threads'
import { AppError, serializeError } from '../../src-shared/rpc/errors.ts'
import { doStoreJob } from './store-jobs.ts'

/** The thread of one job: answers `{result}` or `{error}`, and ends. Faults without a code surface as the thread's error. */
try {
  parentPort?.postMessage({ result: doStoreJob(workerData) })
} catch (error) {
  if (!(error instanceof AppError)) throw error
  parentPort?.postMessage({ error: serializeError(error) })
}
