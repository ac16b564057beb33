import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '../../db/database.ts'
import { createShareSearch } from './search-vectors.ts'
import type { SearchAnswer, SearchRequest } from './vector-query.ts'

/** A thread that searches: reads the file through a handle of its own that cannot write. Whoever sends `close` wants the file free. */
const { path, key, sharing } = workerData
const db = openDatabase(path, key, { readonly: true })
// The search keeps codes by itself: pages of the file are hardly asked for twice.
db.prepare('PRAGMA cache_size = -2000').run()
const search = createShareSearch(db, sharing)

parentPort?.on('message', (message: SearchRequest | 'close') => {
  if (message === 'close') {
    db[Symbol.dispose]()
    parentPort?.close()
    return
  }
  const { n, query, wanted, share } = message
  // A fault ends the thread: the next search has a fresh one, with nothing in memory that may be wrong.
  const found = inSnapshot(() => search(query, wanted, share))
  parentPort?.postMessage({ n, ...found } satisfies SearchAnswer)
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
