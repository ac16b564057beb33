import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '../../db/database.ts'
import { createVectorSearch } from './search-vectors.ts'
import type { SearchRequest } from './vector-query.ts'

/** The thread that searches: reads the file through a handle of its own that cannot write. Whoever sends `close` wants the file free. */
const db = openDatabase(workerData.path, workerData.key, { readonly: true })
const search = createVectorSearch(db)

parentPort?.on('message', (message: SearchRequest | 'close') => {
  if (message === 'close') {
    db[Symbol.dispose]()
    parentPort?.close()
    return
  }
  const { n, query, wanted } = message
  // A fault ends the thread: the next search has a fresh one, with nothing in memory that may be wrong.
  parentPort?.postMessage({ n, found: inSnapshot(() => search(query, wanted)) })
})

/** One state of the file for all of a search. */
function inSnapshot<T>(work: () => T): T {
  db.prepare('BEGIN').run()
  try {
    return work()
  } finally {
    db.prepare('COMMIT').run()
  }
}
