import { type documents, knowledgeError } from '../../src-shared/desktop/knowledge.ts'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Db, ReadDb } from '../db/database.ts'
import { keptSlice } from '../db/kept-slice.ts'
import { knownCollection } from './collection-handlers.ts'
import { organiseDocument } from './document-facets.ts'
import { findDocument, listDocuments, pathsOf } from './documents.ts'
import { listJobs } from './import-jobs.ts'
import type { Importer } from './importer.ts'
import { keptHeadings, keptPages } from './kept-text.ts'
import { compareOriginal, originalPath, readOriginal } from './original.ts'
import { passagePage } from './passages.ts'
import { removeDocument } from './remove-document.ts'

export interface DocumentDeps {
  readonly db: Db
  readonly now: () => number
  readonly importer: Importer
  /** Opens a file in the program that the system has for it. */
  readonly openPath: (path: string) => Promise<void>
}

export function createDocumentHandlers({ db, now, importer, openPath }: DocumentDeps): FeatureHandlers<typeof documents> {
  return {
    list: (page) => listDocuments(db, page),
    get: ({ id }) => known(db, id),

    organise: ({ ids, ...change }) =>
      db.transact((tx) => ids.map((id) => organiseDocument(tx, id, { change, at: now() })).filter((row) => row !== undefined)),

    remove: async ({ id }) => {
      db.transact((tx) => removeDocument(tx, known(tx, id).id, now()), { freesSpace: true })
      importer.rowsChanged()
      await importer.removeKeptBytes(id)
    },

    read: async ({ id, start, end }, signal) => {
      const document = known(db, id)
      const text = keptSlice(db, id, { start, end: end ?? Number.MAX_SAFE_INTEGER })
      const headings = keptHeadings(db, id).filter((heading) => heading.start >= start && heading.start < start + text.length)
      return { document, text, start, headings, original: await compareOriginal(document, signal) }
    },

    original: ({ id }, signal) => readOriginal(known(db, id), signal),
    openOriginal: async ({ id }) => await openPath(await originalPath(known(db, id))),
    pages: ({ id }) => keptPages(db, known(db, id).id),
    pageText: ({ id, page }) => {
      const range = keptPages(db, known(db, id).id).find((each) => each.page === page)
      return range === undefined ? '' : keptSlice(db, id, range)
    },
    passages: ({ id, ...page }) => passagePage(db, known(db, id).id, page),

    import: ({ job_id: jobId, collection_id: collectionId, paths }, signal) => {
      knownCollection(db, collectionId)
      return importer.importPaths({ jobId, collectionId }, paths, signal)
    },

    add: ({ job_id: jobId, collection_id: collectionId, id: documentId, name, bytes }) => {
      knownCollection(db, collectionId)
      return importer.importBytes({ jobId, collectionId }, { name, bytes, documentId })
    },

    reread: ({ job_id: jobId, collection_id: collectionId }, signal) => {
      knownCollection(db, collectionId)
      return importer.importPaths({ jobId, collectionId }, pathsOf(db, collectionId), signal)
    },

    retry: ({ id }) => importer.retry(known(db, id)),
    jobs: () => listJobs(db),
    stopJob: ({ id }) => importer.stop(id),
    resumeJob: ({ id }) => importer.resume(id),
  }
}

function known(db: ReadDb, id: string): DocumentRow {
  const document = findDocument(db, id)
  if (document === undefined) throw new AppError(knowledgeError.unknownDocument, { id })
  return document
}
