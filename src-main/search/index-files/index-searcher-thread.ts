import { indexSearcher } from '../../../src-shared/engine/passage-index.ts'
import { createVectorSearch } from '../vectors/search-vectors.ts'
import { findPassages } from './find-passages.ts'
import { openToSearch } from './index-file.ts'
import { createKeptOpen } from './kept-open.ts'
import { serveThread } from './serve-thread.ts'

/** Owners whose vectors stay in memory: at most as many megabytes as their rows, or codes where there are lists. */
const mostOpen = 6

serveThread({ indexSearcher }, (place) => {
  const files = createKeptOpen(mostOpen, (owner) => {
    const db = openToSearch(place, owner)
    return { db, vectors: createVectorSearch(db), [Symbol.dispose]: () => db[Symbol.dispose]() }
  })
  return {
    indexSearcher: {
      find({ owner, wanted }) {
        try {
          const file = files.of(owner)
          return inSnapshot(file.db, () => findPassages(file, wanted))
        } catch (error) {
          // Whatever it was, nothing in memory of it is believed any more.
          files.close(owner)
          throw error
        }
      },
      close: ({ owner }) => files.close(owner),
    },
  }
})

type Preparing = Parameters<typeof createVectorSearch>[0]

/** One state of the file for all of a search. */
function inSnapshot<T>(db: Preparing, work: () => T): T {
  db.prepare('BEGIN').run()
  try {
    return work()
  } finally {
    db.prepare('COMMIT').run()
  }
}
