import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '../../db/database.ts'
import { indexState } from './index-state.ts'
import { createVectorSearch } from './search-vectors.ts'
import type { SearchAnswer, SearchRequest } from './vector-query.ts'

/** A thread that searches: reads the file through a handle of its own that cannot write. Whoever sends `close` wants the file free. */
const { path, key, sharing } = workerData
const db = openDatabase(path, key, { readonly: true })
const search = createVectorSearch(db, sharing)

parentPort?.on('message', (message: SearchRequest | 'close') => {
  if (message === 'close') {
    db[Symbol.dispose]()
    parentPort?.close()
    return
  }
  const { n, query, wanted, share } = message
  // A fault ends the thread: the next search has a fresh one, with nothing in memory that may be wrong.
  const answer = inSnapshot(() => ({
    ...{ n, found: search(query, wanted, share) },
    ...indexState(db, wanted.embedderId, sharing),
  }))
  parentPort?.postMessage(answer satisfies SearchAnswer)
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
