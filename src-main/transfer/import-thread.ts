import { parentPort, workerData } from 'node:worker_threads'
import { AppError, serializeError } from '../../src-shared/rpc/errors.ts'
import { readImport } from './read-import.ts'

/** The thread that reads a file: hands out one item each time it is asked, so that a large file is never here twice. */
const items = readImport(workerData)

parentPort?.on('message', () => {
  try {
    const { value, done } = items.next()
    parentPort?.postMessage(done ? { isEnd: true } : { item: value })
    if (done) parentPort?.close()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    parentPort?.postMessage({ error: serializeError(error) })
    parentPort?.close()
  }
})
