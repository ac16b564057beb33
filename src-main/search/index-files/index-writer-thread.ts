import { indexWriter } from '../../../src-shared/engine/passage-index.ts'
import { openToWrite, removeFile } from './index-file.ts'
import { createKeptOpen } from './kept-open.ts'
import { serveThread } from './serve-thread.ts'
import { createTending } from './tend-lists.ts'
import { putDocument, readState, removeDocuments, settleRevision } from './write-passages.ts'

const mostOpen = 8

serveThread({ indexWriter }, (place, report) => {
  const files = createKeptOpen(mostOpen, (owner) => openToWrite(place, owner))
  const tending = createTending(place, report)
  return {
    indexWriter: {
      state: ({ owner }) => readState(files.of(owner)),
      put: ({ owner, document }) => putDocument(files.of(owner), document),
      remove: ({ owner, ids }) => removeDocuments(files.of(owner), ids),
      settle({ owner, revision }) {
        settleRevision(files.of(owner), revision)
        tending.wake(owner)
      },
      async forget({ owner }) {
        await tending.stop(owner)
        files.close(owner)
        removeFile(place, owner)
      },
    },
  }
})
